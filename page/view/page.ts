// All that a reader sees, drawn from one scene: the finding with the table, the map with its marks,
// rings and names, the card, the key and the clock.

import type { CapitalData, PageData, State } from "../model/data.ts";
import { doubtOn } from "../model/doubt.ts";
import { WHAT_IF } from "../model/launcher.ts";
import { askedPlace } from "../model/overlap.ts";
import { pageTitle, type Scene } from "../model/scene.ts";
import { creditsGeoNames } from "../model/sources.ts";
import { makeAccounts } from "./accounts.ts";
import { makeCard } from "./card.ts";
import { showColophon } from "./colophon.ts";
import { makeComparing } from "./comparing.ts";
import { makeControls } from "./controls.ts";
import { makeCounting } from "./counting.ts";
import { part, write } from "./dom.ts";
import { makeDoubting } from "./doubting.ts";
import { makeEverywhere } from "./everywhere.ts";
import { makeFind } from "./find.ts";
import { makeFrame } from "./frame.ts";
import { makeKey } from "./key.ts";
import { makeMapButtons } from "./mapbuttons.ts";
import { makeMasthead } from "./masthead.ts";
import { makeReported, makeSiteList, showHead } from "./panel.ts";
import type { Seen } from "./points.ts";
import { makeReach } from "./reach.ts";
import { makeStage } from "./stage.ts";
import { makeTable } from "./table.ts";
import { makeTimeline } from "./timeline.ts";
import { makeWhatIf } from "./whatif.ts";

// The marks of so many places are drawn without their pale edge, which takes the longest.
const CROWD = 600;

export interface Actions {
  // Back to where the map would stand by itself.
  home: () => void;
  // Changes part of the state; `settled` changes are steps that "back" returns to.
  change: (changes: Partial<State>, step?: { settled: boolean }) => void;
  // The site to go back to where the hypothetical launcher is taken away.
  reported: () => string;
}

export function makePage(map: L.Map, data: PageData, { change, reported, home }: Actions) {
  prepare(map, data);
  let shown: Scene | null = null;
  const chooseSite = (site: string) => change({ site, mode: "focus" });
  // Among all sites a place is asked for; what else was asked for there is no more.
  const chooseCapital = (place: CapitalData | null) =>
    change({ capital: place?.id ?? null, at: null });
  const chooseSeen = ({ kind, id }: Seen) =>
    change(kind === "site" ? { site: id, mode: "focus" } : { capital: id, at: null });
  const askPlace = (lon: number, lat: number) =>
    change({ mode: "overview", capital: null, at: [lon, lat] });

  // Gives the keyboard back to the map, where the place was asked for.
  const closeAsked = () => {
    change({ capital: null, at: null });
    part("stage").focus({ preventScroll: true });
  };

  const card = makeCard(data, { onClose: () => change({ capital: null }), onSeen: chooseSeen });
  const stage = makeStage(map, data, {
    onCapital: chooseCapital,
    onSite: chooseSite,
    onSeveral: card.choose,
    onPlace: askPlace,
  });
  const { projected } = stage;
  const controls = makeControls(data, change);
  const masthead = makeMasthead(data, {
    onCase: (state) => change({ ...state, units: shown?.state.units }),
    onUnits: (units) => change({ units }),
  });
  const search = makeFind(data, (found) => {
    if ("where" in found) {
      chooseSeen({ ...found, km: null });
      return;
    }
    const { kind, lon, lat } = found;
    if (kind === "asked") askPlace(lon, lat);
    else change({ pin: { lon, lat, km: FIRST_KM, system: null }, site: WHAT_IF, mode: "focus" });
  });
  const whatIf = makeWhatIf(map, data, projected, (pin, settled = true) =>
    change({ pin, site: pin ? WHAT_IF : reported() }, { settled }),
  );
  // Those that draw themselves out of the whole scene.
  const parts = [
    makeAccounts(data, (account) => change({ account })),
    makeDoubting(data),
    makeComparing(data, change, chooseCapital),
    makeEverywhere(data, {
      onHolder: (holder) => change({ holder }),
      onCapital: chooseCapital,
      onSite: chooseSite,
      onClose: closeAsked,
    }),
    makeCounting(data),
    makeSiteList(data, chooseSite, () => change({ theme: "all" })),
    makeReported(data),
    makeReach(map, data, projected, { onSite: chooseSite, onCapital: chooseCapital }),
    makeTable(data, { onCapital: chooseCapital, onPointed: stage.tell }),
    makeTimeline(data, change),
    makeKey(data),
  ];
  makeMapButtons(map, {
    onZoom: stage.zoomBy,
    onHome: home,
  });
  showColophon(data);
  const frame = makeFrame(map, data);

  function draw(scene: Scene, wishes: { refit: boolean }): void {
    shown = scene;
    const { state } = scene;
    masthead.show(state);
    search.draw(state);
    showControls(scene);
    whatIf.show(state.pin);
    showHead(data, scene);
    for (const one of parts) one.draw(scene);
    card.show(scene);
    frame.draw(scene);
    showMode(scene);
    stage.draw(scene, wishes);
  }

  function showControls({ state, focus }: Scene): void {
    controls.show(state, doubtOn(data, focus, state));
  }

  // Another size may have room for other maps.
  function resize(scene: Scene): void {
    showControls(scene);
    stage.resize(scene);
  }

  function showMode(scene: Scene): void {
    const { state, focus } = scene;
    const isStamped = focus.hypothetical !== undefined && state.mode !== "overview";
    document.body.classList.toggle("is-hypothetical", isStamped);
    document.title = pageTitle(data, scene);
  }

  // What an address asks for and the page does not have.
  function tellUnknown(unknown: string[]): void {
    const words = unknown.length ? `Not on this page: ${unknown.join(", ")}.` : "";
    write(part("unknown"), words);
  }

  // What is told of a place in answer to a choice: its card, or all that reaches it.
  function close(): void {
    if (shown?.state.mode !== "overview") card.close();
    else if (askedPlace(data, shown.state)) closeAsked();
  }

  return { ...stage, draw, resize, tellUnknown, close };
}

// A launcher of the reader's own, where only its position is given.
const FIRST_KM = 1000;

function prepare(map: L.Map, data: PageData): void {
  const credits = [data.countries && "Natural Earth", creditsGeoNames(data) && "GeoNames"];
  map.attributionControl.setPrefix(false).addAttribution(credits.filter(Boolean).join(" · "));
  document.body.classList.toggle("is-crowded", data.capitals.length > CROWD);
  map.createPane("pin").style.zIndex = "630";
}
