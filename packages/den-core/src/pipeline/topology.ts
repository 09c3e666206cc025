import { type Attribute, attribute, type Context } from "gen-scope";
import { type Selector, selectorNames, type View } from "gen-select";
import { refuse } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { userStack } from "../diagnostics/user-stack.ts";
import type { Declared, EntityModel } from "../model/model.ts";
import { compareNames, entityId } from "../model/names.ts";
import { ordered } from "../model/ordered.ts";
import { suggestion } from "../model/reader.ts";
import type { AskedTags } from "./asked-tags.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import { isFinding, isMatch, readSelector } from "./selectors.ts";

const NO_TAGS: ReadonlySet<string> = new Set();

/** A host's environment: its name, or null; and what is wrong with the claims on it. */
export interface Placement {
  readonly environment: string | null;
  readonly findings: readonly Finding[];
}

/** Where entities are: parents, children, tags. */
export interface Topology {
  readonly tags: Attribute<NodeId, ReadonlySet<string>>;
  /** The names of the hosts that a tag given as a function picks. */
  readonly computedTag: Attribute<string, ReadonlySet<string>>;
  /** What an entity says of itself, over what its kind lets it inherit. */
  readonly meta: Attribute<NodeId, Readonly<Record<string, unknown>>>;
  readonly placement: Attribute<NodeId, Placement>;
  readonly parent: Attribute<NodeId, NodeId | undefined>;
  /** The entity and everything above it, from the fleet down. */
  readonly chain: Attribute<NodeId, readonly NodeId[]>;
  /** Entities directly below, in name order within each kind. */
  readonly children: Attribute<NodeId, readonly NodeId[]>;
  readonly hostsOf: Attribute<NodeId, readonly NodeId[]>;
  /** Tags that functions asked for so far, and did not find. */
  readonly asked: AskedTags;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

const memberSets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/** A declared list as a set, made once: a tag of ten thousand hosts is asked ten thousand times. */
function members(list: readonly unknown[]): ReadonlySet<unknown> {
  let set = memberSets.get(list);
  if (set === undefined) {
    set = new Set(list);
    memberSets.set(list, set);
  }
  return set;
}

type TagFunction = (hosts: readonly object[]) => unknown;

/** The names of the hosts that a tag's function picks: it returns hosts, or names of hosts. */
function runTag(
  tag: string,
  run: TagFunction,
  hosts: readonly object[],
  origin: Origin,
): readonly string[] {
  let picked: unknown;
  try {
    picked = run(hosts);
  } catch (error) {
    // Circles of the evaluator are told as such.
    if (error instanceof Error && error.name === "ScopeError") throw error;
    const [frame] = userStack(error, []);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return refuse("DEN_TAG_INVALID", `the tag ${tag} throws ${message.split("\n")[0]}`, {
      subject: `tag ${tag}`,
      places: [origin],
      ...(frame === undefined ? {} : { detail: frame.text }),
    });
  }
  const names = Array.isArray(picked) ? picked.map(hostName) : [undefined];
  if (names.every((name) => name !== undefined)) return names;
  return refuse("DEN_TAG_INVALID", `the tag ${tag} picks something that is no list of hosts`, {
    subject: `tag ${tag}`,
    places: [origin],
    remedy: "return a list of hosts, or of their names: (hosts) => hosts.filter(…)",
  });
}

function hostName(host: unknown): string | undefined {
  if (typeof host === "string") return host;
  const name = typeof host === "object" && host !== null ? (host as { name?: unknown }).name : null;
  return typeof name === "string" ? name : undefined;
}

/** Declares tags, environments and the tree of entities. */
export function declareTopology(
  base: Base,
  spawnedBelow: (id: NodeId, ctx: Context) => readonly NodeId[],
): Topology {
  const fleetId = (ctx: Context): NodeId => entityId("fleet", wholeModel(base, ctx).name);

  const computedTag: Topology["computedTag"] = attribute(
    "computedTag",
    (name, ctx) => {
      const picked = new Set<string>();
      const model = wholeModel(base, ctx);
      for (const { value, origin } of model.tags.get(name) ?? []) {
        if (typeof value !== "function") continue;
        const hosts = model.hostNames.map((host) => taggedHost(host, ctx));
        for (const host of runTag(name, value as TagFunction, hosts, origin)) picked.add(host);
      }
      return picked;
    },
    { equal: sameSet },
  );

  /** What a tag function sees of a host: computed lazily, so that its cost is what it reads. */
  const taggedHost = (name: string, ctx: Context): object => {
    const id = entityId("host", name);
    return {
      name,
      get system() {
        return entityOf(base, id, ctx).system;
      },
      get class() {
        return entityOf(base, id, ctx).class;
      },
      get hostName() {
        return entityOf(base, id, ctx).hostName;
      },
      get meta() {
        return entityOf(base, id, ctx).meta;
      },
      get tags() {
        return lazyTags(id, ctx);
      },
    };
  };

  /** `tags.has("x")` computes only whether `x` holds, so that one computed tag may use another. */
  const lazyTags = (id: NodeId, ctx: Context): ReadonlySet<string> => {
    // What hosts inherit depends on where they are, which may depend on these.
    const all = (): ReadonlySet<string> =>
      wholeModel(base, ctx).kinds.get("host")?.inherits.has("tags") === true
        ? tagsOfOwn(entityOf(base, id, ctx), ctx)
        : ctx.get(tags, id);
    return {
      has: (tag: string) => ctx.get(hasTag, id, tag),
      get size() {
        return all().size;
      },
      forEach: (run: (a: string, b: string, set: ReadonlySet<string>) => void) =>
        all().forEach(run),
      keys: () => all().keys(),
      values: () => all().values(),
      entries: () => all().entries(),
      [Symbol.iterator]: () => all()[Symbol.iterator](),
    } as ReadonlySet<string>;
  };

  const hasTag: Attribute<NodeId, boolean, string> = attribute(
    "hasTag",
    (id: NodeId, ctx: Context, tag: string) => {
      const entity = entityOf(base, id, ctx);
      if (entity.tags.some((declared) => declared.value === tag)) return true;
      if (entity.kind === "host") {
        for (const declared of wholeModel(base, ctx).tags.get(tag) ?? []) {
          if (declaresTag(tag, declared, entity, ctx)) return true;
        }
      }
      // Where a host is may depend on its own tags: those from above come after that.
      return entity.kind !== "host" && inheritsTags(entity, ctx).has(tag);
    },
  );

  /** Whether one declaration under `tags` gives the tag to a host. */
  const declaresTag = (
    tag: string,
    { value, origin }: Declared<unknown>,
    host: EntityModel,
    ctx: Context,
  ): boolean => {
    if (Array.isArray(value)) return members(value).has(host.name);
    if (typeof value === "function") return ctx.get(computedTag, tag).has(host.name);
    const selector = readSelector(value, origin);
    if (isFinding(selector)) return false;
    return isMatch(selector, host.id, { ...hostView(ctx), tags: tagsAskedBy(selector, ctx) });
  };

  /** A selector that names its tags asks for those alone, so that tags may build on each other. */
  const tagsAskedBy = (selector: Selector, ctx: Context): View["tags"] => {
    if (/"sel":"when"|"path":\["tags?"/.test(JSON.stringify(selector)))
      return (id) => lazyTags(id, ctx);
    const { tags: named } = selectorNames(selector);
    return (id) => named.filter((tag) => ctx.get(hasTag, id, tag));
  };

  /** Tags come down to the entities of a kind that says so. */
  const inheritsTags = (entity: EntityModel, ctx: Context): ReadonlySet<string> => {
    const kind = wholeModel(base, ctx).kinds.get(entity.kind);
    if (kind?.inherits.has("tags") !== true) return NO_TAGS;
    const above = ctx.get(parent, entity.id);
    return above === undefined ? NO_TAGS : ctx.get(tags, above);
  };

  /** What an entity is tagged with by itself and by the tags of the fleet. */
  const tagsOfOwn = (entity: EntityModel, ctx: Context): Set<string> => {
    const found = new Set(entity.tags.map((declared) => declared.value));
    if (entity.kind !== "host") return found;
    for (const [tag, declarations] of wholeModel(base, ctx).tags) {
      // Lists are looked up in place; what computes is asked through its own attribute.
      const listed = declarations.every((declared) => Array.isArray(declared.value));
      const holds = listed
        ? declarations.some((declared) => declaresTag(tag, declared, entity, ctx))
        : ctx.get(hasTag, entity.id, tag);
      if (holds) found.add(tag);
    }
    return found;
  };

  const tags: Topology["tags"] = attribute(
    "tags",
    (id, ctx) => {
      const entity = entityOf(base, id, ctx);
      const found = tagsOfOwn(entity, ctx);
      for (const tag of inheritsTags(entity, ctx)) found.add(tag);
      return new Set([...found].sort(compareNames));
    },
    { equal: sameSet },
  );

  /** What selectors of tags and environments may read of hosts: themselves, not where they are. */
  const hostView = (ctx: Context): View => ({
    nodes: () => wholeModel(base, ctx).hostNames.map((name) => entityId("host", name)),
    kind: (id) => entityOf(base, id, ctx).kind,
    name: (id) => entityOf(base, id, ctx).name,
    tags: (id) => lazyTags(id, ctx),
    attr: (id, path) => attributeAt(entityOf(base, id, ctx), path),
    parent: () => undefined,
    children: () => [],
    compare: compareNames,
  });

  const placement: Topology["placement"] = attribute("placement", (id, ctx) => {
    const host = entityOf(base, id, ctx);
    const model = wholeModel(base, ctx);
    const claims: { readonly name: string; readonly how: string; readonly origin: Origin }[] = [];
    const findings: Finding[] = [];
    if (host.environment !== undefined) {
      const { value, origin } = host.environment;
      if (model.environments.has(value))
        claims.push({ name: value, how: "the host itself", origin });
      else {
        findings.push(
          problem("DEN_UNKNOWN_ENVIRONMENT", `there is no environment ${JSON.stringify(value)}`, {
            subject: `host ${host.name}`,
            places: [origin],
            remedy: suggestion(value, model.environmentNames),
          }),
        );
      }
    }
    for (const [name, parts] of model.environments) {
      if (!model.environmentNames.includes(name)) continue;
      for (const part of parts) {
        const declared = part.value.hosts;
        if (declared === undefined) continue;
        const origin = { file: part.origin.file, path: [...part.origin.path, "hosts"] };
        if (Array.isArray(declared)) {
          if (members(declared).has(host.name))
            claims.push({ name, how: "its list of hosts", origin });
          continue;
        }
        const selector = readSelector(declared, origin);
        if (!isFinding(selector) && isMatch(selector, id, hostView(ctx))) {
          claims.push({
            name,
            how: typeof declared === "string" ? declared : "its selector",
            origin,
          });
        }
      }
    }
    const names = [...new Set(claims.map((claim) => claim.name))].sort(compareNames);
    if (names.length > 1) {
      const told = claims.map((claim) => `${claim.name} (${claim.how})`).join(" and by ");
      findings.push(
        problem("DEN_DUPLICATE_NAME", `the host ${host.name} is claimed by ${told}`, {
          subject: `host ${host.name}`,
          places: claims.map((claim) => claim.origin),
          remedy: "a host is in at most one environment: narrow one of the selectors",
        }),
      );
    }
    return { environment: names[0] ?? null, findings };
  });

  const meta: Topology["meta"] = attribute("meta", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const inherits = wholeModel(base, ctx).kinds.get(entity.kind)?.inherits.has("meta") === true;
    const above = inherits ? ctx.get(parent, id) : undefined;
    return above === undefined ? entity.meta : ordered({ ...ctx.get(meta, above), ...entity.meta });
  });

  const parent: Topology["parent"] = attribute("parent", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    if (entity.kind === "fleet") return undefined;
    if (entity.kind === "host") {
      const { environment } = ctx.get(placement, id);
      return environment === null ? fleetId(ctx) : entityId("environment", environment);
    }
    return entity.parent ?? fleetId(ctx);
  });

  const chain: Topology["chain"] = attribute(
    "chain",
    (id, ctx) => {
      const above = ctx.get(parent, id);
      return above === undefined ? [id] : [...ctx.get(chain, above), id];
    },
    { equal: sameList },
  );

  const hostsOf: Topology["hostsOf"] = attribute(
    "hostsOf",
    (id, ctx) => {
      const entity = entityOf(base, id, ctx);
      const wanted = entity.kind === "environment" ? entity.name : null;
      return wholeModel(base, ctx)
        .hostNames.map((name) => entityId("host", name))
        .filter((host) => ctx.get(placement, host).environment === wanted);
    },
    { equal: sameList },
  );

  const children: Topology["children"] = attribute(
    "children",
    (id, ctx) => {
      const entity = entityOf(base, id, ctx);
      const model = wholeModel(base, ctx);
      const custom = [...model.kinds.values()]
        .filter((kind) => !kind.builtin)
        .flatMap((kind) => model.customNames(kind.name).map((name) => entityId(kind.name, name)))
        .filter((child) => ctx.get(parent, child) === id);
      switch (entity.kind) {
        case "fleet":
          return [
            ...model.environmentNames.map((name) => entityId("environment", name)),
            ...ctx.get(hostsOf, id),
            ...model.homeNames.map((name) => entityId("home", name)),
            ...custom,
            ...spawnedBelow(id, ctx),
          ];
        case "environment":
          return [...ctx.get(hostsOf, id), ...custom, ...spawnedBelow(id, ctx)];
        default:
          return [...entity.children, ...custom, ...spawnedBelow(id, ctx)];
      }
    },
    { equal: sameList },
  );

  return {
    meta,
    tags,
    computedTag,
    placement,
    parent,
    chain,
    children,
    hostsOf,
    asked: new Map(),
  };
}

/** What selectors read of an entity by attribute path. */
export function attributeAt(
  entity: EntityModel,
  path: readonly string[],
  meta: Readonly<Record<string, unknown>> = entity.meta,
): unknown {
  const [first, ...rest] = path;
  let value: unknown;
  switch (first) {
    case "name":
    case "kind":
    case "system":
    case "class":
    case "hostName":
    case "userName":
      value = entity[first];
      break;
    case "meta":
      value = meta;
      break;
    default:
      // A bare name reads meta: `host[region=us-east]`.
      value = first !== undefined && Object.hasOwn(meta, first) ? meta[first] : undefined;
  }
  for (const key of rest) {
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
  }
  return value;
}

/** The literal names in a selector, for findings about ones that nothing declares. */
export function namesIn(
  value: unknown,
  origin: Origin,
): ReturnType<typeof selectorNames> | Finding {
  const selector = readSelector(value, origin);
  return isFinding(selector) ? selector : selectorNames(selector);
}
