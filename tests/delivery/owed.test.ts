import { mkdirSync, rmSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { Office } from "./office.ts";

let office: Office;
afterEach(() => office.clear());

const groups = (share: string, ...more: object[]) => ({
  groups: more.map((group, i) => ({
    name: `组${i + 1}`,
    documents: ["monthly-bulletin"],
    formats: ["docx"],
    folder: share,
    ...group,
  })),
});
const open = (...more: object[]) => {
  office = new Office((share) => groups(share, ...more));
};
const gone = async (request = {}) =>
  (await office.deliver(request)).map((one) =>
    one.state === "nothing_new"
      ? `${one.group} -`
      : `${one.group} ${one.document} ${one.region} ${one.period} v${one.version} ${one.state}`,
  );

test("a new group is given the latest issue, and from then on all that is issued, and corrections of what it has", async () => {
  open({});
  for (const period of ["2019-05", "2019-06"]) office.issue({ period });
  expect(await gone()).toEqual(["组1 monthly-bulletin 620700 2019-06 v1 sent"]);

  const later = { approved_at: "2019-09-10T10:00:00+08:00" };
  for (const period of ["2019-07", "2019-08"]) office.issue({ period, ...later });
  office.issue({ period: "2019-06", version: 2, ...later });
  expect(await gone()).toEqual([
    "组1 monthly-bulletin 620700 2019-06 v2 sent",
    "组1 monthly-bulletin 620700 2019-07 v1 sent",
    "组1 monthly-bulletin 620700 2019-08 v1 sent",
  ]);
  expect(await gone()).toEqual(["组1 -"]);
});

test("corrections of periods a group never had are not sent to it", async () => {
  open({});
  for (const period of ["2019-05", "2019-06"]) office.issue({ period });
  await office.deliver();
  const later = { approved_at: "2019-09-10T10:00:00+08:00", version: 2 };
  for (const period of ["2019-05", "2019-06"]) office.issue({ period, ...later });
  office.issue({ period: "2019-07", approved_at: later.approved_at });
  expect(await gone()).toEqual([
    "组1 monthly-bulletin 620700 2019-06 v2 sent",
    "组1 monthly-bulletin 620700 2019-07 v1 sent",
  ]);
  expect(await gone({ period: "2019-05" })).toEqual([
    "组1 monthly-bulletin 620700 2019-05 v2 sent",
  ]);
});

test("a correction takes the place of what failed, although a later period came", async () => {
  open({});
  office.issue({ period: "2019-06" });
  rmSync(office.share, { recursive: true });
  await office.deliver();
  mkdirSync(office.share);
  office.issue({ period: "2019-06", version: 2 });
  office.issue({ period: "2019-07" });
  expect(await gone()).toEqual([
    "组1 monthly-bulletin 620700 2019-06 v2 sent",
    "组1 monthly-bulletin 620700 2019-07 v1 sent",
  ]);
});

test("an old period that somebody asked for does not bring all since", async () => {
  open({});
  for (const period of ["2019-01", "2019-02", "2019-03"]) office.issue({ period });
  expect(await gone({ period: "2019-01" })).toEqual([
    "组1 monthly-bulletin 620700 2019-01 v1 sent",
  ]);
  expect(await gone()).toEqual(["组1 monthly-bulletin 620700 2019-03 v1 sent"]);
});

test("what failed is owed although a later period came", async () => {
  open({});
  office.issue({ period: "2019-06" });
  rmSync(office.share, { recursive: true });
  expect(await gone()).toEqual(["组1 monthly-bulletin 620700 2019-06 v1 failed"]);
  mkdirSync(office.share);
  office.issue({ period: "2019-07" });
  expect(await gone()).toEqual([
    "组1 monthly-bulletin 620700 2019-06 v1 sent",
    "组1 monthly-bulletin 620700 2019-07 v1 sent",
  ]);
});

test("each group is given its documents and regions, and what is asked for of them", async () => {
  open(
    { regions: ["620700"] },
    { documents: ["monthly-bulletin", "quarterly-report"] },
    { documents: ["quarterly-report"] },
  );
  office.issue();
  office.issue({ region: "620725" });
  office.issue({ document: "quarterly-report", period: "2019Q2" });
  expect(await gone({ mode: "preview" })).toEqual([
    "组1 monthly-bulletin 620700 2019-07 v1 would_send",
    "组2 monthly-bulletin 620700 2019-07 v1 would_send",
    "组2 monthly-bulletin 620725 2019-07 v1 would_send",
    "组2 quarterly-report 620700 2019Q2 v1 would_send",
    "组3 quarterly-report 620700 2019Q2 v1 would_send",
  ]);
  expect(await gone({ group: "组2", document: "quarterly-report" })).toEqual([
    "组2 quarterly-report 620700 2019Q2 v1 sent",
  ]);
  expect(await gone({ region: "620725" })).toEqual([
    "组1 -",
    "组2 monthly-bulletin 620725 2019-07 v1 sent",
    "组3 -",
  ]);
});

test("again means the latest, or the period that is named", async () => {
  open({});
  office.issue({ period: "2019-06" });
  await office.deliver();
  office.issue({ period: "2019-07", approved_at: "2019-09-01T00:00:00Z" });
  await office.deliver();
  expect(await gone({ mode: "again" })).toEqual(["组1 monthly-bulletin 620700 2019-07 v1 sent"]);
  expect(await gone({ mode: "again", period: "2019-06" })).toEqual([
    "组1 monthly-bulletin 620700 2019-06 v1 sent",
  ]);
});

test("what nobody issued, and whom nobody knows", async () => {
  open({});
  await expect(office.deliver({ period: "2019-07" })).rejects.toThrow("没有印发过 2019-07 的文书");
  expect(await gone()).toEqual(["组1 -"]);
  await expect(office.deliver({ group: "组9" })).rejects.toMatchObject({
    exitStatus: 2,
    remedy: "可用：组1。",
  });
});
