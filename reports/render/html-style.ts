import { FAMILY, LOOK } from "../look.ts";

/** A calm page on the screen, A4 in print; official faces first, the embedded one where they lack. */
export const PAGE_STYLE = `
:root { color: ${LOOK.ink}; background: white; font: 18px/1.9 "仿宋_GB2312", FangSong, "仿宋", STFangsong, "${FAMILY}", serif; }
body { margin: 0; }
main { max-width: 840px; margin: 0 auto; padding: 48px 24px 80px; }
header { text-align: center; margin-bottom: 40px; }
h1, h2, h3, h4, th, caption, dialog, .issued { font-family: "${FAMILY}", "Microsoft YaHei", sans-serif; }
h1 { font-size: 30px; line-height: 1.4; margin: 0 0 12px; text-wrap: balance; }
h2 { font-size: 22px; margin: 44px 0 12px; }
h3 { font-size: 18px; margin: 32px 0 8px; }
h4 { font-size: 18px; font-weight: 400; margin: 16px 0 4px; }
.issued { color: ${LOOK.muted}; margin: 0; font-size: 16px; }
main > p { margin: 0 0 10px; text-indent: 2em; }
main > .note { text-indent: 0; }
figure { margin: 24px 0 32px; }
figure svg { display: block; width: 100%; height: auto; }
.figure { cursor: pointer; white-space: nowrap; border-bottom: 1px dotted ${LOOK.data}; }
.figure:hover { color: ${LOOK.data}; background: ${LOOK.band}; }
.figure:focus-visible { outline: 2px solid ${LOOK.data}; outline-offset: 2px; }
.table { margin: 24px 0 32px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font: 15px/1.5 "${FAMILY}", "Microsoft YaHei", sans-serif; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; font-size: 16px; padding-bottom: 8px; }
thead th { border-bottom: 1.5px solid ${LOOK.ink}; border-top: 1.5px solid ${LOOK.ink}; vertical-align: bottom; }
th { font-weight: 400; }
th small { display: block; color: ${LOOK.muted}; font-size: 13px; }
th, td { padding: 6px; border-bottom: 1px solid ${LOOK.rule}; text-align: left; }
th.right, td.right { text-align: right; white-space: nowrap; }
thead th.right { white-space: normal; }
tbody th { white-space: nowrap; }
tr.part th { padding-left: 24px; }
tr.part { color: ${LOOK.muted}; }
tr.total th, tr.total td { border-top: 1.5px solid ${LOOK.ink}; font-weight: 700; }
tbody tr:last-child > * { border-bottom: 1.5px solid ${LOOK.ink}; }
.notes, .note { color: ${LOOK.muted}; font: 14px/1.6 "${FAMILY}", "Microsoft YaHei", sans-serif; margin-top: 6px; }
.notes { display: flex; }
.notes ol { margin: 0; padding-left: 1.4em; }
.signature { margin-top: 56px; padding-right: 4em; text-align: right; }
.signature p { text-align: right; }
dialog { width: min(760px, 92vw); max-height: 84vh; border: 1px solid ${LOOK.rule}; padding: 20px 28px 28px; color: ${LOOK.ink}; font-size: 15px; line-height: 1.6; box-sizing: border-box; }
dialog::backdrop { background: rgb(31 41 51 / .35); }
dialog > button { float: right; font: inherit; padding: 2px 14px; border: 1px solid ${LOOK.muted}; background: white; cursor: pointer; }
dialog h2 { margin: 0 0 12px; font-size: 19px; }
dialog h3 { margin: 18px 0 4px; font-size: 15px; }
dl { display: grid; grid-template-columns: 6em 1fr; margin: 0; gap: 2px 12px; }
dt { color: ${LOOK.muted}; }
dd { margin: 0; overflow-wrap: anywhere; }
dialog ol { margin: 0; padding-left: 1.6em; }
dialog li b { display: inline-block; min-width: 5em; font-weight: 700; }
dialog code { display: block; font-family: Consolas, monospace, "${FAMILY}"; color: ${LOOK.muted}; font-size: 13px; overflow-wrap: anywhere; }
.cells { overflow-x: auto; }
.cells table { font-size: 14px; }
.cells th { white-space: nowrap; }
.cells .text { font-weight: 700; white-space: nowrap; }
@page { size: A4; margin: 25mm 26mm 25mm 28mm; }
@media print {
  :root { font-size: 12pt; line-height: 1.75; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; }
  h2 { font-size: 14pt; margin-top: 20pt; }
  h3 { font-size: 12pt; }
  table { font-size: 9pt; }
  .notes, .note { font-size: 9pt; }
  .figure { border: 0; }
  figure, tr, .signature { break-inside: avoid; }
  .signature:not(:last-child) { break-after: page; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  dialog { display: none; }
}
`;
