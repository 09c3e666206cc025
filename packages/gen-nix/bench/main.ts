import { bench, do_not_optimize, run } from "mitata";
import { containsCode, moduleOf, type NixSymbol, print, toNix } from "../src/index.ts";

/** A set of `size` services, as plain data. */
function services(size: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => [
      `service${index}`,
      {
        enable: true,
        port: index,
        description: `Service ${index}`,
        after: ["network.target", "db.service"],
        limits: { memory: { max: index } },
      },
    ]),
  );
}

const content = ({ pkgs, lib, host }: NixSymbol): unknown => ({
  services: {
    nginx: {
      enable: true,
      package: lib.mkDefault(pkgs.nginx),
      virtualHosts: { [host.name]: { root: `${pkgs.site}/www` } },
    },
  },
  systemd: {
    services: {
      job: {
        script: `${pkgs.hello}/bin/hello\nexec ${pkgs.job}\n`,
        path: lib.map((p: NixSymbol) => p.out, [pkgs.a, pkgs.b]),
      },
    },
  },
});

const SIZES = [100, 1_000, 10_000];
for (const size of SIZES) {
  const data = services(size);
  const expr = toNix(data);
  bench(`JSON.stringify ${size}`, () =>
    do_not_optimize(Buffer.byteLength(JSON.stringify(data, null, 2))),
  );
  bench(`toNix ${size}`, () => do_not_optimize(toNix(data)));
  bench(`containsCode ${size}`, () => do_not_optimize(containsCode(data)));
  bench(`print ${size}`, () => do_not_optimize(Buffer.byteLength(print(expr))));
}
bench("moduleOf", () => do_not_optimize(moduleOf(content, { host: { name: "web1" } })));
const module = moduleOf(content, { host: { name: "web1" } }).expr;
bench("print module", () => do_not_optimize(print(module)));

const { benchmarks } = await run({ format: "quiet" });
const times = new Map(benchmarks.map((one) => [one.alias, one.runs[0]?.stats?.min ?? Number.NaN]));
const of = (name: string): number => times.get(name) ?? Number.NaN;
const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toPrecision(2)} ms`;
const ratio = (a: number, b: number): string => `${(a / b).toPrecision(2)}×`;

console.log(
  "| plain data | `JSON.stringify(v, null, 2)` | `toNix` | `containsCode` | `print` | growth of `print` |",
);
console.log("| --- | --- | --- | --- | --- | --- |");
SIZES.forEach((size, index) => {
  const base = of(`JSON.stringify ${size}`);
  const cell = (name: string): string =>
    `${ms(of(`${name} ${size}`))} (${ratio(of(`${name} ${size}`), base)})`;
  const before = SIZES[index - 1];
  const growth =
    before === undefined
      ? ""
      : `${ratio(of(`print ${size}`), of(`print ${before}`))} for ${size / before}× the size`;
  console.log(
    `| ${size} services | ${ms(base)} | ${cell("toNix")} | ${cell("containsCode")} | ${cell("print")} | ${growth} |`,
  );
});
console.log(
  `\nA module of a dozen attributes: \`moduleOf\` ${ms(of("moduleOf"))}, \`print\` ${ms(of("print module"))}.`,
);
