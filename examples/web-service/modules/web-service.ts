import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    "web-service": {
      meta: { description: "A web server and all that goes with it", categories: ["Web"] },
      includes: ["nginx"],
      darwin: { services: { nginx: { enable: true } } },
      homeManager: { programs: { firefox: { enable: true } } },
      terranix: {
        resource: { hcloud_server: { web: { server_type: "cx21", image: "debian-12" } } },
      },
      devshell: ({ pkgs }) => ({ commands: [{ package: pkgs.curl }] }),
      packages: {
        "web-deploy": ({ pkgs }) =>
          pkgs.writeShellScriptBin("deploy", "rsync -a ./site/ web1:/var/www/"),
      },
      tests: { "web-smoke": { expr: 1, expected: 1 } },
      treefmt: { programs: { nixfmt: { enable: true } } },
      files: { "README.md": { text: "# web-service\n\nServed by nginx.\n" } },
      perSystem: ({ pkgs }) => ({ checks: { curl: pkgs.curl } }),
    },
  },
});
