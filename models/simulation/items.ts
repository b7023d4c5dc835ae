/** Grade of an item: 甲类 in scope, 乙类 a share is paid first, 丙类 not in scope. */
export type Grade = "A" | "B" | "C";

export interface Item {
  code: string;
  name: string;
  generic: string;
  /** 101 西药中成药, 102 中药饮片, 201 医疗服务项目, 301 医用材料. */
  listType: string;
  /** med_chrgitm_type: 01 床位 … 14 其他. */
  charge: string;
  grade: Grade;
  /** Highest price in fen, which is what institutions charge at most. */
  price: number;
  /** Whether sales carry trace codes and stock is reported. */
  traced: boolean;
  child?: boolean;
  sex?: string;
  minAge?: number;
  level?: string;
  diagnoses?: string;
  days?: number;
  /** In no bill of an ordinary patient: kept for limits that ordinary bills must not break. */
  reserved?: boolean;
}

/** Share of the price a person pays before the fund, of items of grade B. */
export const SELF_PAY = { drug: 10, other: 10 };

const words = (text: string): string[] => text.trim().split(/\s+/);

const WESTERN = words(`
阿莫西林 头孢克肟 头孢呋辛 左氧氟沙星 阿奇霉素 哌拉西林他唑巴坦 头孢曲松 莫西沙星 奥美拉唑 泮托拉唑 雷贝拉唑
多潘立酮 莫沙必利 蒙脱石 氨氯地平 硝苯地平 缬沙坦 厄贝沙坦 美托洛尔 比索洛尔 氢氯噻嗪 阿司匹林 氯吡格雷
阿托伐他汀 瑞舒伐他汀 二甲双胍 格列美脲 阿卡波糖 达格列净 西格列汀 甘精胰岛素 门冬胰岛素 布地奈德 沙丁胺醇 噻托溴铵
氨溴索 孟鲁司特 氯雷他定 布洛芬 对乙酰氨基酚 塞来昔布 甲钴胺 依达拉奉 丁苯酞 奥拉西坦 低分子肝素 呋塞米 螺内酯
地塞米松 泼尼松 奥氮平 利培酮 紫杉醇 顺铂 卡培他滨 培美曲塞 重组人促红素 碳酸司维拉姆 氯化钠 葡萄糖 乳酸钠林格 白蛋白`);
const PATENT = words(`
复方丹参滴丸 血塞通 银杏叶 速效救心丸 通心络 稳心颗粒 连花清瘟 蓝芩口服液 蒲地蓝 板蓝根 六味地黄丸 逍遥丸
藿香正气 保和丸 香砂养胃丸 腰痛宁 独一味 云南白药 活血止痛 桂枝茯苓 妇科千金 养血清脑 天麻素 参麦 痰热清`);
const HERBS = words(`
黄芪 当归 甘草 白术 茯苓 党参 川芎 白芍 熟地黄 丹参 柴胡 黄芩 半夏 陈皮 桔梗 麦冬 五味子 杜仲 牛膝 枸杞子`);
const LABS = words(`
血常规 尿常规 粪便常规 肝功能 肾功能 电解质 血脂 血糖 糖化血红蛋白 凝血功能 D-二聚体 C反应蛋白 降钙素原 心肌酶谱
肌钙蛋白 脑钠肽 甲状腺功能 肿瘤标志物 乙肝五项 丙肝抗体 梅毒抗体 HIV抗体 血气分析 细菌培养 药敏试验 血型鉴定 铁蛋白
维生素D 尿微量白蛋白 同型半胱氨酸`);
const EXAMS = words(`
胸部CT平扫 头颅CT平扫 腹部CT增强 头颅磁共振 腰椎磁共振 胸部DR 腹部彩超 心脏彩超 颈动脉彩超 甲状腺彩超 妇科彩超 常规心电图
动态心电图 动态血压 肺功能 胃镜 肠镜 骨密度 脑电图 肌电图 眼底照相 冠脉CTA 乳腺钼靶 病理检查`);
const TREATMENTS = words(`
静脉输液 肌肉注射 皮下注射 雾化吸入 吸氧 心电监护 导尿 换药 清创缝合 针刺 灸法 推拿 拔罐 电针 中频脉冲 红外线治疗
康复训练 偏瘫肢体训练 血液透析 静脉置管 胃肠减压 灌肠 鼻饲 吸痰 微波治疗 牵引 局部封闭 穴位贴敷 光疗 输血`);
const SURGERIES = words(`
腹腔镜胆囊切除术 腹腔镜阑尾切除术 冠状动脉支架置入术 骨折切开复位内固定术 输尿管镜碎石术 剖宫产术 单胎顺产接生
子宫肌瘤切除术 白内障超声乳化术 椎间盘切除术 麻醉 手术监测 疝修补术 痔切除术 甲状腺切除术`);
const MATERIALS = words(`
一次性输液器 留置针 敷贴 导尿管 一次性注射器 药物洗脱支架 接骨板 螺钉 人工晶体 吻合器 可吸收缝线 引流管 超声刀头 球囊导管
造影导管 止血材料 防粘连膜 输液泵管 穿刺器 骨水泥`);
const NURSING = words("一级护理 二级护理 三级护理 特级护理 口腔护理");
const BEDS = words("普通病房床位费 双人间床位费 监护病房床位费 母婴同室床位费");
const CONSULTS = words("住院诊察费 普通门诊诊察费 主治医师诊察费 副主任医师诊察费");

/** Prices rise along a list from `low` to `high` yuan, in even ratios, in an order that looks mixed. */
function priced(count: number, low: number, high: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = ((i * 7) % count) / Math.max(1, count - 1);
    return Math.round(low * (high / low) ** at * 10) * 10;
  });
}

function family(
  names: string[],
  code: string,
  listType: string,
  charge: string,
  range: [number, number],
  grades: Grade[],
): Item[] {
  const prices = priced(names.length, ...range);
  return names.map((name, i) => ({
    code: `${code}${String(i + 1).padStart(4, "0")}`,
    name,
    generic: name,
    listType,
    charge,
    grade: grades[i % grades.length]!,
    price: prices[i]!,
    traced: false,
  }));
}

const strengths = (items: Item[]): Item[] =>
  items.flatMap((item) => [
    { ...item, code: `${item.code}01`, name: `${item.name}（规格一）`, traced: true },
    {
      ...item,
      code: `${item.code}02`,
      name: `${item.name}（规格二）`,
      price: Math.round(item.price * 0.18) * 10,
    },
  ]);

const limited = (name: string, code: string, limits: Partial<Item>): Item => ({
  code,
  name,
  generic: name,
  listType: code.startsWith("XL") ? "101" : "201",
  charge: code.startsWith("XL") ? "09" : "05",
  grade: "B",
  price: 8_600,
  traced: false,
  reserved: true,
  ...limits,
});

const MIXED: Grade[] = ["A", "B", "B", "A", "B"];

/** The catalogue: names are common ones, codes and prices are made up. */
export const ITEMS: Item[] = [
  ...strengths(family(WESTERN, "XA", "101", "09", [12, 300], MIXED)),
  ...strengths(family(PATENT, "ZA", "101", "11", [12, 60], ["A", "B", "B"])),
  ...family(HERBS, "TA", "102", "10", [4, 30], ["A"]),
  ...family(LABS, "0025", "201", "04", [20, 300], ["A", "A", "B"]),
  ...family(EXAMS, "0021", "201", "03", [20, 620], ["A", "B"]),
  ...family(TREATMENTS, "0012", "201", "05", [20, 300], ["A", "A", "B"]),
  ...family(SURGERIES, "0033", "201", "06", [400, 3200], ["A", "B"]),
  ...family(MATERIALS, "C0", "301", "08", [30, 3000], ["B", "B", "C"]),
  ...family(NURSING, "0012N", "201", "07", [30, 200], ["A"]),
  ...family(BEDS, "0011", "201", "01", [60, 300], ["A", "A", "C"]),
  ...family(CONSULTS, "0011C", "201", "02", [20, 120], ["A"]),
  ...family(["一般诊疗费"], "0011G", "201", "12", [10, 10], ["A"]),
  ...family(["挂号费"], "0011R", "201", "13", [1, 1], ["C"]),
  ...family(
    ["自费药品", "保健类药品", "特需服务", "营养制剂"],
    "9990",
    "201",
    "14",
    [20, 90],
    ["C"],
  ),
  limited("小儿退热颗粒", "XL0001", { child: true, days: 7 }),
  limited("小儿清肺口服液", "XL0002", { child: true, days: 7 }),
  limited("抗肿瘤靶向药", "XL0003", { diagnoses: "C34|C50|C18", level: "3|2" }),
  limited("前列腺用药", "XL0004", { sex: "1", minAge: 40 }),
  limited("产科用药", "XL0005", { sex: "2", diagnoses: "O" }),
  limited("三级医院限用抗菌药", "XL0006", { level: "3" }),
  limited("子宫颈检查", "0012L01", { sex: "2" }),
  limited("前列腺特异性检查", "0012L02", { sex: "1" }),
  limited("新生儿护理", "0012L03", { child: true }),
];
