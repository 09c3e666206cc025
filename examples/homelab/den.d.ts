import "den-core";

// What one file declares, every file may use: the channels and classes of this fleet.
declare module "den-core" {
  interface Channels {
    readonly ports: readonly number[];
    readonly addresses: readonly { readonly name: string; readonly ip: string }[];
    readonly persist: readonly string[];
  }
  interface Classes {
    readonly kept: true;
  }
}
