import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Alert } from "../../pipelines/alerts/alert.ts";
import { openAlerts, reviewAlerts } from "../../pipelines/alerts/review.ts";
import type { Home } from "../../pipelines/home.ts";
import { alert, Clock, clear, homeWith, ledgerText, Receiver } from "./receivers.ts";

let receiver: Receiver;
let other: Receiver;
let home: Home;
let clock: Clock;
let said: string[];

beforeEach(async () => {
  [receiver, other] = [await Receiver.open(), await Receiver.open()];
  home = homeWith({
    channels: [{ kind: "webhook", url: receiver.url("/hook?token=t0ken-secret") }],
  });
  clock = new Clock();
  said = [];
});
afterEach(async () => {
  await Promise.all([receiver.close(), other.close()]);
  clear(home);
});

const review = (scope: string | string[], alerts: Alert[], at?: number, where = home) => {
  if (at !== undefined) clock.to(at);
  return reviewAlerts(where, scope, alerts, { now: clock.now, say: (line) => said.push(line) });
};
/** What a receiver was told: state and key of each alert of each message. */
const told = (one = receiver) =>
  one.received.map(({ body }) =>
    body.alerts.map((a: { state: string; key: string }) => `${a.state} ${a.key}`),
  );
const rows = () =>
  ledgerText(home)
    .split("\n")
    .flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
const twoChannels = () => {
  home = {
    ...home,
    config: {
      ...home.config,
      alerts: {
        ...home.config.alerts,
        channels: [
          { kind: "webhook", format: "generic", url: receiver.url(), secret_env: null },
          { kind: "webhook", format: "generic", url: other.url(), secret_env: null },
        ],
      },
    },
  };
};

describe("an alert is told once", () => {
  test("however often it is reviewed, until the hours of the reminder have passed", async () => {
    for (let hour = 0; hour < 24; hour++) await review("failed/", [alert("failed/a")], hour);
    expect(told()).toEqual([["raised failed/a"]]);
    await review("failed/", [alert("failed/a")], 24);
    await review("failed/", [alert("failed/a")], 25);
    expect(told()).toEqual([["raised failed/a"], ["reminded failed/a"]]);
    for (let hour = 26; hour <= 100; hour++) await review("failed/", [alert("failed/a")], hour);
    expect(told().slice(2)).toEqual(Array(3).fill(["reminded failed/a"]));
  });

  test("a reminder is not put off a day because a nightly run was some minutes faster", async () => {
    await review("failed/", [alert("failed/a")], 0);
    await review("failed/", [alert("failed/a")], 23.9);
    expect(told()).toHaveLength(2);
  });

  test("several alerts of one review come in one message, the gravest first", async () => {
    const mild = alert("failed/a", { severity: "warning" });
    await review("failed/", [mild, alert("failed/b"), alert("failed/c")]);
    expect(told()).toEqual([["raised failed/b", "raised failed/c", "raised failed/a"]]);
    expect(said).toHaveLength(3);
  });

  test("what is over is told once, with how long it lasted, and may begin again", async () => {
    await review("failed/", [alert("failed/a"), alert("failed/b")], 0);
    await review("failed/", [alert("failed/b")], 5);
    await review("failed/", [alert("failed/b")], 6);
    expect(told().slice(1)).toEqual([["resolved failed/a"]]);
    expect(said.at(-1)).toBe("【已恢复】failed/a 没有建成：自 2019-08-01 08:00 起，历时5小时。");
    expect(openAlerts(home).map(({ key }) => key)).toEqual(["failed/b"]);
    await review("failed/", [alert("failed/a"), alert("failed/b")], 7);
    expect(told().at(-1)).toEqual(["raised failed/a"]);
    expect(openAlerts(home).find(({ key }) => key === "failed/a")!.since).toBe(
      "2019-08-01T07:00:00.000Z",
    );
  });

  test("a scope judges its own keys only", async () => {
    await review("", [alert("failed/a"), alert("failed/a_b"), alert("figures/x")], 0);
    await review("figures/", [], 1);
    await review("failed/a", [], 2);
    await review(["other/", "else/"], [alert("failed/new")], 3);
    expect(told().slice(1)).toEqual([
      ["resolved figures/x"],
      ["resolved failed/a"],
      ["raised failed/new"],
    ]);
    expect(openAlerts(home).map(({ key }) => key)).toEqual(["failed/a_b", "failed/new"]);
  });

  test("an alert that grows graver is told again at once, one that grows milder is not", async () => {
    const mild = alert("figures/x", { severity: "warning", title: "低于正常" });
    await review("figures/", [mild], 0);
    await review("figures/", [alert("figures/x", { title: "不足" })], 1);
    await review("figures/", [mild], 2);
    expect(receiver.received.map(({ body }) => body.title)).toEqual(["低于正常", "不足"]);
    expect(openAlerts(home)[0]!.since).toBe("2019-08-01T00:00:00.000Z");
  });

  test("a reminder tells the figures of the day", async () => {
    await review("figures/", [alert("figures/x", { text: "可支付2.91个月" })], 0);
    await review("figures/", [alert("figures/x", { text: "可支付2.80个月" })], 30);
    expect(receiver.received[1]!.body).toMatchObject({ state: "reminded", text: "可支付2.80个月" });
  });

  test("without a channel it is said and written down, and said once", async () => {
    home = { ...home, config: { ...home.config, alerts: { ...home.config.alerts, channels: [] } } };
    await review("failed/", [alert("failed/a")]);
    await review("failed/", [alert("failed/a")]);
    expect(said).toEqual([
      "【严重】failed/a 没有建成：failed/a 没有建成：内存不够。 办法：在配置中调大 memory_limit。",
    ]);
    expect(rows()).toMatchObject([{ state: "raised", key: "failed/a", severity: "error" }]);
  });
});

describe("a channel that is down", () => {
  test("is tried again at each review, alone, until it has it", async () => {
    twoChannels();
    other.answer = { status: 502 };
    await review("failed/", [alert("failed/a")], 0);
    await review("failed/", [alert("failed/a")], 1);
    expect([told(receiver).length, told(other).length]).toEqual([1, 2]);
    expect(said.filter((line) => line.includes("没有发到"))).toHaveLength(2);
    expect(said.at(-1)).toContain(`webhook 127.0.0.1:${other.port}：对方回应 HTTP 502。`);
    expect(openAlerts(home)[0]!.channels).toMatchObject([
      { sent_at: "2019-08-01T00:00:00.000Z", error: null },
      { sent_at: null, error: "对方回应 HTTP 502。" },
    ]);
    other.answer = {};
    await review("figures/", [], 2);
    await review("failed/", [alert("failed/a")], 3);
    expect([told(receiver).length, told(other).length]).toEqual([1, 3]);
    expect(openAlerts(home)[0]!.channels[1]).toMatchObject({ error: null });
  });

  test("that stays down is tried every hour only, and its failures do not fill the ledger", async () => {
    receiver.answer = { status: 502 };
    for (let minute = 0; minute < 180; minute++)
      await review("failed/", [alert("failed/a")], minute / 60);
    expect(receiver.received).toHaveLength(5 + 2);
    expect(rows().length).toBeLessThan(20);
    receiver.answer = {};
    await review("failed/", [], 3);
    expect(told()).toHaveLength(7);
    await review("failed/", [alert("failed/a")], 3.01);
    expect(told().slice(7)).toEqual([["raised failed/a"]]);
  });

  test("hears of a reminder it is the first to be told of as of something new", async () => {
    twoChannels();
    other.answer = { status: 500 };
    await review("failed/", [alert("failed/a")], 0);
    other.answer = {};
    await review("failed/", [alert("failed/a")], 24);
    expect(told(receiver)).toEqual([["raised failed/a"], ["reminded failed/a"]]);
    expect(told(other).at(-1)).toEqual(["raised failed/a"]);
  });

  test("is not told that something is over which it never heard of", async () => {
    twoChannels();
    other.answer = { status: 500 };
    await review("failed/", [alert("failed/a")], 0);
    other.answer = {};
    await review("failed/", [], 1);
    expect(told(receiver).at(-1)).toEqual(["resolved failed/a"]);
    expect(told(other)).toEqual([["raised failed/a"]]);
  });

  test("is told later that something is over which it heard of", async () => {
    twoChannels();
    await review("failed/", [alert("failed/a")], 0);
    other.answer = { status: 500 };
    await review("failed/", [], 1);
    other.answer = {};
    await review("figures/", [], 2);
    await review("figures/", [], 3);
    expect(told(receiver)).toEqual([["raised failed/a"], ["resolved failed/a"]]);
    expect(told(other).at(-1)).toEqual(["resolved failed/a"]);
    expect(told(other)).toHaveLength(3);
  });

  test("a channel that is new in the config is told what is open", async () => {
    await review("failed/", [alert("failed/a"), alert("failed/b")], 0);
    await review("failed/", [alert("failed/a")], 1);
    const { channels } = home.config.alerts;
    twoChannels();
    home.config.alerts.channels = [...channels, home.config.alerts.channels[1]!];
    await review("failed/", [alert("failed/a")], 2);
    expect(told(other)).toEqual([["raised failed/a"]]);
    expect(told(receiver)).toHaveLength(2);
  });
});

describe("the ledger", () => {
  test("survives a torn last line, on which the next row does not stick", async () => {
    await review("failed/", [alert("failed/a")], 0);
    appendFileSync(
      path.join(home.state, "alerts.jsonl"),
      '{"at":"2019-08-01T00:00:00Z","key":"fai',
    );
    await review("failed/", [alert("failed/a"), alert("failed/b")], 1);
    await review("failed/", [alert("failed/a"), alert("failed/b")], 2);
    expect(told()).toEqual([["raised failed/a"], ["raised failed/b"]]);
  });

  test("lines that are no rows are passed over", async () => {
    await review("failed/", [alert("failed/a")], 0);
    const junk = [
      "null",
      "[]",
      "7",
      '{"at":"gestern","key":"failed/a","state":"resolved"}',
      "\u0000",
    ];
    appendFileSync(path.join(home.state, "alerts.jsonl"), `${junk.join("\n")}\n`);
    await review("failed/", [alert("failed/a")], 1);
    expect(told()).toHaveLength(1);
  });

  test("of two that announce the same, the first row counts", async () => {
    await review("failed/", [alert("failed/a")], 0);
    const [first] = rows();
    const file = path.join(home.state, "alerts.jsonl");
    appendFileSync(file, `${JSON.stringify({ ...first, id: "another", title: "late" })}\n`);
    expect(openAlerts(home)).toMatchObject([{ title: "failed/a 没有建成" }]);
    await review("failed/", [alert("failed/a")], 1);
    expect(told()).toHaveLength(1);
  });

  test("a process that died between its claim and the sending is stood in for, after a while", async () => {
    await review("failed/", [alert("failed/a")], 0);
    const file = path.join(home.state, "alerts.jsonl");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).state)).toEqual(["raised", "sending", "sent"]);
    writeFileSync(file, `${lines.slice(0, 2).join("\n")}\n`);
    await review("failed/", [alert("failed/a")], 0.01);
    expect(told()).toHaveLength(1);
    await review("failed/", [alert("failed/a")], 0.1);
    await review("failed/", [alert("failed/a")], 0.2);
    expect(told()).toHaveLength(2);
  });

  test("a process that died before its claim is stood in for at once", async () => {
    await review("failed/", [alert("failed/a")], 0);
    const file = path.join(home.state, "alerts.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8").split("\n")[0]}\n`);
    await review("figures/", [], 0.01);
    expect(told()).toEqual([["raised failed/a"], ["raised failed/a"]]);
  });

  test("holds no secret: neither addresses with keys nor what a server echoes", async () => {
    receiver.answer = { status: 400, text: "bad token t0ken-secret" };
    await review("failed/", [alert("failed/a")], 0);
    receiver.answer = {};
    await review("failed/", [alert("failed/a")], 1);
    expect(ledgerText(home) + said.join("\n")).not.toContain("t0ken-secret");
    expect(JSON.stringify(openAlerts(home))).not.toContain("t0ken-secret");
    expect(rows().map(({ state }) => state)).toEqual([
      "raised",
      "sending",
      "send_failed",
      "sending",
      "sent",
    ]);
  });

  test("that cannot be written is said, not thrown", async () => {
    const broken = { ...home, state: path.join(home.root, "broken") };
    mkdirSync(path.join(broken.state, "alerts.jsonl"), { recursive: true });
    await review("failed/", [alert("failed/a")], 0, broken);
    expect(said).toEqual([
      "告警没有发完：台账 state/alerts.jsonl 读写失败（EISDIR）。请检查磁盘和权限。",
    ]);
  });
});
