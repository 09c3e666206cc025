/**
 * Rows of text as aligned columns under their titles; nothing for no rows.
 *
 * @param paint Colours one cell of a row, once it is as wide as its column
 */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number, row: number) => string = (cell) => cell,
): string {
  if (rows.length === 0) return "";
  const all = [titles.map((title) => title.toUpperCase()), ...rows];
  const widths = titles.map((_, column) =>
    all.reduce((width, row) => Math.max(width, (row[column] ?? "").length), 0),
  );
  // A column in which nothing stands says nothing.
  const shown = titles.flatMap((_, column) =>
    rows.some((row) => (row[column] ?? "") !== "") ? [column] : [],
  );
  const line = (row: readonly string[], index: number): string => {
    const last = shown.findLast((column) => (row[column] ?? "") !== "");
    return shown
      .filter((column) => column <= (last ?? -1))
      .map((column) => {
        const cell = row[column] ?? "";
        const text = column === last ? cell : cell.padEnd(widths[column] ?? 0);
        return index === 0 ? text : paint(text, column, index - 1);
      })
      .join("  ");
  };
  return `${all.map(line).join("\n")}\n`;
}
