import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    nginx: {
      meta: {
        description: "Nginx reverse proxy with ACME",
        categories: ["Web", "Network"],
        requires: ["acme"],
        provides: ["http-proxy"],
      },
      includes: ["acme"],
      settings: { port: { type: "integer", minimum: 1, maximum: 65535, default: 80 } },
      nixos: ({ settings, pkgs, lib }) => ({
        services: { nginx: { enable: true, package: lib.mkDefault(pkgs.nginxMainline) } },
        networking: { firewall: { allowedTCPPorts: [settings.port] } },
      }),
    },
    acme: {
      meta: { description: "Certificates from an ACME server", categories: ["Security"] },
      nixos: ({ fleet }) => ({
        security: {
          acme: { acceptTerms: true, defaults: { email: `admin@${fleet.meta.domain}` } },
        },
      }),
    },
  },
});
