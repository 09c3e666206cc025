import type { CommandWords, OptionWords, WordKind } from "./command-tree.ts";

/** Rules for fish's `complete`, with summaries, and names of hosts asked from the fleet at hand. */
export function fishCompletions(tree: readonly CommandWords[]): string {
  const paths = tree.filter(({ path }) => path.length > 0).map(({ path }) => path.join(" "));
  return `# den's command lines in fish: den completions fish | source
function __den_at
    set -l path ""
    for word in (commandline -opc)[2..]
        if contains -- (string trim -- "$path $word") ${paths.map(quote).join(" ")}
            set path (string trim -- "$path $word")
        end
    end
    test "$path" = "$argv[1]"
end
complete -c den -f
${tree.flatMap(rules).join("\n")}
`;
}

function rules({ path, commands, options, words }: CommandWords): string[] {
  const at = `complete -c den -n ${quote(`__den_at ${quote(path.join(" "))}`)}`;
  return [
    ...commands.map(({ name, summary }) => `${at} -a ${quote(name)} -d ${quote(summary)}`),
    ...options.map((option) => `${at} ${optionRule(option)}`),
    ...(words[0] === undefined || words[0] === "other" ? [] : [`${at} ${values(words[0])}`]),
  ];
}

function optionRule({ names, summary, value }: OptionWords): string {
  const flags = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const takes = value === undefined ? [] : ["-r", ...(value === "other" ? [] : [values(value)])];
  return [...flags, ...takes, "-d", quote(summary)].join(" ");
}

function values(kind: WordKind): string {
  if (kind === "host") return `-a ${quote("(den hosts --names 2>/dev/null)")}`;
  return kind === "folder" ? `-a ${quote("(__fish_complete_directories)")}` : "-F";
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
