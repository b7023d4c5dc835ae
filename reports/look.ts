/** Colours of charts, documents and pages: apart in grey print and for colour-blind readers. */
export const LOOK = {
  ink: "#1f2933",
  muted: "#7b8794",
  rule: "#d9dee4",
  data: "#1b6e8c",
  soft: "#9cc5d3",
  attention: "#c8501e",
  band: "#eef3f5",
} as const;

/** The name inside the font files of Noto Sans SC as npm ships them, which renderers match by. */
export const FAMILY = "Noto Sans SC Thin";
