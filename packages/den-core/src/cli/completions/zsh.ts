/**
 * zsh takes bash's completion through its own emulation, so that there is one table of words to keep
 * right.
 */
export function zshCompletions(bash: string): string {
  return `#compdef den
# den's command lines in zsh: source <(den completions zsh)
autoload -U +X compinit && { (( $+functions[compdef] )) || compinit; }
autoload -U +X bashcompinit && bashcompinit
${bash.split("\n").slice(1).join("\n")}`;
}
