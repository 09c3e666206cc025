import type { CommandWords, OptionWords, WordKind } from "./command-tree.ts";

/** A function for bash's `complete`, with names of hosts asked from the fleet at hand. */
export function bashCompletions(tree: readonly CommandWords[]): string {
  return `# den's command lines in bash: source <(den completions bash)
_den() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$path $word" in
${tree
  .filter(({ path }) => path.length > 0)
  .map(({ path }) => `      ${quote(` ${path.join(" ")}`)}) path=${quote(` ${path.join(" ")}`)} ;;`)
  .join("\n")}
    esac
  done
  local kind="" words=""
  case "$path" in
${tree.map(section).join("\n")}
  esac
  case "$kind" in
    host) words="$words $(den hosts --names 2>/dev/null)" ;;
    file) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
    folder) compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur")); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _den den
`;
}

function section({ path, commands, options, words }: CommandWords): string {
  const lead = path.length === 0 ? "" : ` ${path.join(" ")}`;
  const valued = options.filter((option) => option.value !== undefined);
  const cases = [...byKind(valued)].map(
    ([kind, names]) => `        ${names.join("|")}) kind=${kind} ;;`,
  );
  const rest = `        *) words=${quote([...commands.map(({ name }) => name), ...options.flatMap(({ names }) => names)].join(" "))}${
    words[0] === undefined || words[0] === "other" ? "" : ` ${positional(words[0])}`
  } ;;`;
  return `    ${quote(lead)})
      case "\${COMP_WORDS[COMP_CWORD-1]}" in
${[...cases, rest].join("\n")}
      esac ;;`;
}

/** Options are offered when a word begins with a dash, what the verb is about otherwise. */
function positional(kind: WordKind): string {
  return `; [[ $cur == -* ]] || kind=${kind}`;
}

function byKind(options: readonly OptionWords[]): Map<WordKind, string[]> {
  const names = new Map<WordKind, string[]>();
  for (const { names: own, value } of options)
    if (value !== undefined) names.set(value, [...(names.get(value) ?? []), ...own]);
  return names;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
