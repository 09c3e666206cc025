import type { Picture } from "den-diagram";
import { refuse } from "../diagnostics/den-error.ts";
import { suggestion } from "../model/reader.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { planAspects } from "../plan/plan.ts";
import { aspectsPicture, declaredAspects } from "./aspects.ts";
import { aspectsAtPicture } from "./aspects-at.ts";
import { catalogPicture } from "./catalog.ts";
import { channelsPicture } from "./channels.ts";
import { fleetEntities, fleetPicture } from "./fleet.ts";
import { outputsPicture } from "./outputs.ts";
import { aspectsAround } from "./scope-aspects.ts";
import { servicesPicture } from "./services.ts";
import { settingsPicture } from "./settings.ts";
import { varsPicture } from "./vars.ts";

/** A picture that is of the whole fleet only. */
interface WholeFleet {
  readonly at?: never;
}

/** Nothing but `at`: a picture of the fleet, or of one host. */
interface AtHost {
  /** A host: then only what bears on it is computed. */
  readonly at?: string;
}

/** The pictures of a fleet, each with the options that it takes. */
export interface PictureOptions {
  /** Environments, hosts, users, homes and entities of the fleet's own kinds. */
  readonly fleet: WholeFleet;
  /** What includes what: as declared, or as it is resolved at a host. */
  readonly aspects: AtHost;
  /** Instances of services with their roles and members. */
  readonly services: WholeFleet;
  /** Who publishes on and who reads which channel. */
  readonly channels: AtHost;
  /** Generators with what they depend on, and whether their values are there. */
  readonly vars: AtHost;
  /** The settings of an aspect at a host, with the layers that set them. */
  readonly settings: { readonly at: string; readonly aspect: string };
  /** What aspects provide and require. */
  readonly catalog: AtHost;
  /** Which aspects contribute to which outputs: of the fleet or a host, all or one aspect's. */
  readonly outputs: AtHost & { readonly aspect?: string };
}

/** The name of a picture. */
export type PictureName = keyof PictureOptions;

/** What `Fleet.picture` takes behind a name: nothing where all options may be left out. */
export type PictureArguments<Name extends PictureName> =
  Readonly<Record<never, never>> extends PictureOptions[Name]
    ? readonly [options?: PictureOptions[Name]]
    : readonly [options: PictureOptions[Name]];

/** What a picture takes, for those who learn its name at run time. */
export interface PictureKind {
  readonly at: "no" | "may" | "must";
  readonly aspect: "no" | "may" | "must";
}

/** The pictures that there are, in the order in which they are shown together. */
export const PICTURES: Readonly<Record<PictureName, PictureKind>> = {
  fleet: { at: "no", aspect: "no" },
  aspects: { at: "may", aspect: "no" },
  services: { at: "no", aspect: "no" },
  channels: { at: "may", aspect: "no" },
  vars: { at: "may", aspect: "no" },
  settings: { at: "must", aspect: "must" },
  catalog: { at: "may", aspect: "no" },
  outputs: { at: "may", aspect: "may" },
};

/** Whether there is a picture of a name. */
export function isPicture(name: string): name is PictureName {
  return Object.hasOwn(PICTURES, name);
}

/** Options of any picture, not yet checked against its name. */
export interface GivenOptions {
  readonly at?: string | undefined;
  readonly aspect?: string | undefined;
}

/**
 * Draws a picture by name.
 *
 * @throws DenError `DEN_UNKNOWN_PICTURE`, `DEN_PICTURE_OPTION`, `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT`
 */
export function pictureOf(pipeline: Pipeline, name: string, given: GivenOptions = {}): Picture {
  const { at, aspect } = checked(name, given);
  switch (name as PictureName) {
    case "fleet":
      return fleetPicture(fleetEntities(pipeline));
    case "aspects":
      return at === undefined
        ? aspectsPicture(declaredAspects(pipeline))
        : aspectsAtPicture(
            planAspects(pipeline.model),
            aspectsAround(pipeline, hostId(pipeline.model, at)),
          );
    case "services":
      return servicesPicture(pipeline);
    case "channels":
      return channelsPicture(pipeline, at);
    case "vars":
      return varsPicture(pipeline, at);
    case "settings":
      return settingsPicture(pipeline, at ?? "", aspect ?? "");
    case "catalog":
      return catalogPicture(pipeline, at);
    case "outputs":
      return outputsPicture(pipeline, {
        ...(at === undefined ? {} : { at }),
        ...(aspect === undefined ? {} : { aspect }),
      });
  }
}

const OPTIONS = { at: "a host", aspect: "an aspect" } as const;

function checked(name: string, given: GivenOptions): GivenOptions {
  if (!isPicture(name)) {
    return refuse("DEN_UNKNOWN_PICTURE", `there is no picture ${JSON.stringify(name)}`, {
      remedy: suggestion(name, Object.keys(PICTURES)),
    });
  }
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(OPTIONS, option) || PICTURES[name][option as keyof GivenOptions] === "no") {
      const takes = Object.entries(PICTURES[name]).flatMap(([key, how]) =>
        how === "no" ? [] : key,
      );
      refuse("DEN_PICTURE_OPTION", `the picture ${name} takes no ${JSON.stringify(option)}`, {
        remedy: takes.length === 0 ? "leave it out" : `it takes ${takes.join(" and ")}`,
      });
    }
  }
  for (const [option, what] of Object.entries(OPTIONS)) {
    const key = option as keyof GivenOptions;
    if (PICTURES[name][key] === "must" && given[key] === undefined) {
      refuse("DEN_PICTURE_OPTION", `the picture ${name} needs ${what}`, {
        remedy: `say which: \`${option}\``,
      });
    }
  }
  return given;
}
