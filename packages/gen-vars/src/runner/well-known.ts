/** What Clan puts on every script's PATH: the programs of GNU coreutils. */
export const COREUTILS: readonly string[] =
  `[ b2sum base32 base64 basename basenc cat chmod cksum comm cp csplit cut date dd df dir dirname
  echo env expand expr factor false fmt fold head hostid id install join link ln ls md5sum mkdir
  mkfifo mktemp mv nl nproc numfmt od paste pathchk pr printenv printf pwd readlink realpath rm rmdir
  seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty
  sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink vdir
  wc whoami yes`.split(/\s+/);

/** Packages whose programs are called differently, by their names in nixpkgs. */
export const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ["age", ["age", "age-keygen"]],
  ["coreutils", []],
  ["diffutils", ["diff"]],
  ["findutils", ["find", "xargs"]],
  ["gawk", ["awk"]],
  ["gnugrep", ["grep"]],
  ["gnupg", ["gpg"]],
  ["gnused", ["sed"]],
  ["gnutar", ["tar"]],
  ["gzip", ["gzip"]],
  ["iproute2", ["ip"]],
  ["jq", ["jq"]],
  ["mkpasswd", ["mkpasswd"]],
  ["openssh", ["ssh-keygen"]],
  ["openssl", ["openssl"]],
  ["pwgen", ["pwgen"]],
  ["python3", ["python3"]],
  ["step-cli", ["step"]],
  ["util-linux", ["uuidgen"]],
  ["wireguard-tools", ["wg"]],
  ["xkcdpass", ["xkcdpass"]],
  ["xxd", ["xxd"]],
  ["yggdrasil", ["yggdrasil"]],
  ["zerotierone", ["zerotier-idtool"]],
]);
