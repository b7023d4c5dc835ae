import { describe, expect, test } from "vitest";
import { configSchema } from "../../models/config.ts";

const group = (more: object) => ({ name: "领导", documents: ["monthly-bulletin"], ...more });
const smtp = { host: "smtp.example.cn", from: "fund@example.cn" };
const email = { to: ["leader@example.cn"] };
const said = (delivery: object): string[] => {
  const { error } = configSchema.safeParse({ delivery });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}：${message}`);
};

test("a mistake is named with its place", () => {
  expect(said({ groups: [group({})] })[0]).toContain("必须写一种");
  expect(said({ smtp, groups: [group({ email, folder: "/mnt" })] })[0]).toContain("只能写一种");
  expect(said({ groups: [group({ email })] })).toEqual([
    "delivery.groups.0：“领导”用邮件，但没有写 delivery.smtp（邮件服务器和发件人）",
  ]);
  expect(said({ groups: [group({ folder: "/a" }), group({ folder: "/b" })] })).toEqual([
    "delivery.groups.1：有两个对象都叫“领导”，请给每个一个自己的名字",
  ]);
  expect(said({ groups: [group({ folder: "/a", documents: ["monthly"] })] })).toEqual([
    "delivery.groups.0.documents.0：只能是 monthly-bulletin、quarterly-report、forecast-book",
  ]);
  expect(said({ groups: [group({ folder: "/a", formats: ["doc"] })] })[0]).toContain(
    "只能是 docx、",
  );
  expect(said({ groups: [group({ folder: "/a", subject: "{name}" })] })[0]).toContain(
    "花括号里只能是",
  );
  expect(said({ groups: [group({ folder: "/a", name: "a/b" })] })[0]).toContain("只能用文字");
});

describe("an address", () => {
  test.each(["leader@example.cn", "张三 <leader@example.cn>"])("%s", (address) => {
    expect(said({ smtp, groups: [group({ email: { to: [address] } })] })).toEqual([]);
  });
  test.each(["leader", "a@b, c@d", "x@example.cn\r\nBcc: y@example.cn"])("not %j", (address) => {
    expect(said({ smtp, groups: [group({ email: { to: [address] } })] })[0]).toContain("邮箱");
  });
});
