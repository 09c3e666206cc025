/**
 * A Nix function that turns any value into one that `--json` prints without loss. Nix 2.8 prints
 * floats with six digits, replaces sets that have an attribute `outPath` by it, copies paths into the
 * store, and JSON readers round integers beyond 2⁵³. Therefore:
 *
 * - floats that six digits do not carry become `{ "" = "f"; v = [ mantissa exponent ]; }`, exact by
 *   scaling with powers of two; infinite ones and NaN `{ "" = "n"; v = name; }`;
 * - integers beyond ±2⁵³ become `{ "" = "i"; v = digits; }`;
 * - sets with one of the names `""`, `outPath`, `__toString` become `{ "" = "s"; v = [ [ name value ] … ]; }`;
 * - paths become strings; derivations, and sets that convert themselves to strings, what they convert to;
 * - functions are refused with their path.
 *
 * It only uses builtins that Nix has had since 2.4.
 */
export const ENCODE: string = `
  p1 = 2.0; p2 = p1 * p1; p4 = p2 * p2; p8 = p4 * p4; p16 = p8 * p8; p32 = p16 * p16;
  p64 = p32 * p32; p128 = p64 * p64; p256 = p128 * p128; p512 = p256 * p256;
  steps = [
    { p = p512; e = 512; } { p = p512; e = 512; } { p = p256; e = 256; } { p = p128; e = 128; }
    { p = p64; e = 64; } { p = p32; e = 32; } { p = p16; e = 16; } { p = p8; e = 8; }
    { p = p4; e = 4; } { p = p2; e = 2; } { p = p1; e = 1; }
  ];
  low = 4503599627370496.0;
  high = 9007199254740992.0;
  scale = x: builtins.foldl'
    (s: f:
      if s.m * f.p < high then { m = s.m * f.p; e = s.e - f.e; }
      else if s.m / f.p >= low then { m = s.m / f.p; e = s.e + f.e; }
      else s)
    { m = x; e = 0; }
    steps;
  exact = x:
    let s = scale (if x < 0 then 0.0 - x else x); m = builtins.floor s.m;
    in { "" = "f"; v = [ (if x < 0 then 0 - m else m) s.e ]; };
  float = x:
    if x != x then { "" = "n"; v = "NaN"; }
    else if x > 1.7976931348623157e308 then { "" = "n"; v = "Infinity"; }
    else if x < (-1.7976931348623157e308) then { "" = "n"; v = "-Infinity"; }
    else if builtins.fromJSON (builtins.toJSON x) == x then x
    else exact x;
  int = x: if x < 9007199254740992 && x > (-9007199254740992) then x else { "" = "i"; v = toString x; };
  isString = v: (builtins.isString v && builtins.hasContext v) || builtins.typeOf v == "path";
  set = path: v:
    if v ? __toString && builtins.isFunction v.__toString then v.__toString v
    else if v ? outPath && isString v.outPath then toString v.outPath
    else if v ? "" || v ? outPath || v ? __toString then {
      "" = "s";
      v = map (name: [ name (encode (path ++ [ name ]) v.\${name}) ]) (builtins.attrNames v);
    }
    else builtins.mapAttrs (name: encode (path ++ [ name ])) v;
  encode = path: v:
    let type = builtins.typeOf v; in
    if type == "string" || type == "bool" || type == "null" then v
    else if type == "int" then int v
    else if type == "float" then float v
    else if type == "path" then toString v
    else if type == "set" then set path v
    else if type == "list" then builtins.genList (i: encode (path ++ [ i ]) (builtins.elemAt v i)) (builtins.length v)
    else throw "gen-nix: no JSON for a function at \${builtins.toJSON path}";
`;
