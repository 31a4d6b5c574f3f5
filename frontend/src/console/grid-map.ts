/** The map of the command page: the county's outline, the grids, and a mark for each open request. No tiles. Leaflet is fetched only here. */
interface Data {
  grids: { name: string; ring: [number, number][] }[];
  points: { code: string; at: [number, number]; light: string }[];
}

/** As in ui/light.html: shape and colour. */
const MARKS: Record<string, [string, string]> = {
  red: ["#c8281f", "M1 1h14v14H1z"],
  yellow: ["#d98a00", "M8 1 15.5 15H.5z"],
  green: ["#1c7448", "M8 1.5a6.5 6.5 0 1 0 .01 0z"],
};
const OTHER: [string, string] = ["#76857c", "M2 6h12v4H2z"];

export function gridMap(root: ParentNode): void {
  const box = root.querySelector<HTMLElement>("[data-grid-map]");
  if (!box) return;
  void import("./grid-leaflet").then(async ({ openGridMap }) => {
    const draw = await openGridMap(box, MARKS, OTHER);
    const now = (): void => {
      const raw = document.getElementById("grids-live")?.dataset["mapData"];
      if (raw) draw(JSON.parse(raw) as Data);
    };
    now();
    document.body.addEventListener("htmx:afterSettle", now);
  });
}

export type { Data };
