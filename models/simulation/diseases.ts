/** A group of inpatients that are treated and cost alike. Codes follow ICD-10, texts are shortened. */
export interface Disease {
  code: string;
  name: string;
  /** Secondary diagnoses. */
  others: string[];
  /** Cost of a stay against the average one, in thousandths. */
  cost: number;
  /** Length of a stay against the average one, in thousandths. */
  stay: number;
  /** Operation (ICD-9-CM-3) of those who have one. */
  operation?: [code: string, name: string];
  /** Weights among inpatients that are children, younger adults (female, male), 45–64, 65 and older. */
  weights: [child: number, woman: number, man: number, middle: number, old: number];
  /** med_type other than 21. */
  medType?: string;
}

export const BANDS = ["child", "woman", "man", "middle", "old"] as const;

export const DISEASES: Disease[] = [
  {
    code: "J18.900",
    name: "肺炎",
    others: ["J96.000"],
    cost: 800,
    stay: 950,
    weights: [34, 5, 7, 7, 11],
  },
  {
    code: "J20.900",
    name: "急性支气管炎",
    others: ["R05.x00"],
    cost: 420,
    stay: 720,
    weights: [26, 4, 5, 4, 3],
  },
  {
    code: "J44.100",
    name: "慢性阻塞性肺疾病急性加重",
    others: ["J96.100", "I27.900"],
    cost: 1000,
    stay: 1150,
    weights: [0, 0, 1, 6, 12],
  },
  {
    code: "I63.900",
    name: "脑梗死",
    others: ["I10.x00", "E11.900"],
    cost: 1300,
    stay: 1300,
    weights: [0, 1, 2, 11, 16],
  },
  {
    code: "I25.103",
    name: "冠状动脉粥样硬化性心脏病",
    others: ["I10.x00", "E78.500"],
    cost: 1150,
    stay: 950,
    operation: ["36.0601", "冠状动脉药物洗脱支架置入术"],
    weights: [0, 1, 3, 10, 13],
  },
  {
    code: "I10.x00",
    name: "高血压病",
    others: ["E78.500"],
    cost: 560,
    stay: 850,
    weights: [0, 3, 6, 8, 8],
  },
  {
    code: "E11.900",
    name: "2型糖尿病",
    others: ["I10.x00", "H36.000"],
    cost: 700,
    stay: 1000,
    weights: [0, 2, 5, 9, 7],
  },
  {
    code: "M51.202",
    name: "腰椎间盘突出",
    others: ["M54.500"],
    cost: 720,
    stay: 1100,
    weights: [0, 9, 13, 10, 5],
  },
  {
    code: "K29.500",
    name: "慢性胃炎",
    others: ["K21.900"],
    cost: 520,
    stay: 780,
    weights: [3, 8, 9, 7, 4],
  },
  {
    code: "K80.200",
    name: "胆囊结石",
    others: ["K81.100"],
    cost: 1350,
    stay: 900,
    operation: ["51.2300", "腹腔镜胆囊切除术"],
    weights: [0, 8, 8, 6, 3],
  },
  {
    code: "K35.800",
    name: "急性阑尾炎",
    others: ["K65.000"],
    cost: 1050,
    stay: 800,
    operation: ["47.0100", "腹腔镜阑尾切除术"],
    weights: [6, 7, 9, 3, 1],
  },
  {
    code: "N20.000",
    name: "肾结石",
    others: ["N13.300"],
    cost: 1150,
    stay: 800,
    operation: ["56.0x00", "经尿道输尿管镜碎石术"],
    weights: [0, 3, 9, 4, 1],
  },
  {
    code: "S52.500",
    name: "桡骨远端骨折",
    others: ["S50.000"],
    cost: 1900,
    stay: 1150,
    operation: ["79.3200", "桡骨骨折切开复位内固定术"],
    weights: [7, 4, 9, 4, 3],
    medType: "22",
  },
  {
    code: "C34.900",
    name: "肺恶性肿瘤",
    others: ["C77.100"],
    cost: 1900,
    stay: 1250,
    weights: [0, 2, 3, 6, 5],
  },
  {
    code: "O80.000",
    name: "头位顺产",
    others: ["Z37.000"],
    cost: 560,
    stay: 560,
    operation: ["73.5900", "手法助产"],
    weights: [0, 16, 0, 0, 0],
    medType: "52",
  },
  {
    code: "O82.900",
    name: "剖宫产分娩",
    others: ["O34.200", "Z37.000"],
    cost: 950,
    stay: 780,
    operation: ["74.1x01", "子宫下段剖宫产术"],
    weights: [0, 13, 0, 0, 0],
    medType: "52",
  },
  {
    code: "D25.900",
    name: "子宫平滑肌瘤",
    others: ["N92.000"],
    cost: 1450,
    stay: 950,
    operation: ["68.2901", "腹腔镜子宫肌瘤切除术"],
    weights: [0, 7, 0, 0, 0],
  },
  {
    code: "H25.900",
    name: "老年性白内障",
    others: ["H52.100"],
    cost: 640,
    stay: 350,
    operation: ["13.4100", "白内障超声乳化抽吸术"],
    weights: [0, 0, 0, 3, 6],
  },
  {
    code: "K52.900",
    name: "胃肠炎",
    others: ["E86.x00"],
    cost: 380,
    stay: 600,
    weights: [16, 4, 6, 1, 1],
  },
  {
    code: "R42.x00",
    name: "眩晕",
    others: ["I67.200"],
    cost: 520,
    stay: 800,
    weights: [0, 3, 2, 5, 4],
  },
];

/** Diagnoses of outpatients, by what they come for; chronic visits have that of the registration. */
export const VISITS: [code: string, name: string][] = [
  ["J06.900", "急性上呼吸道感染"],
  ["K29.700", "胃炎"],
  ["I10.x00", "高血压病"],
  ["M54.500", "腰痛"],
  ["L30.900", "湿疹"],
  ["J40.x00", "支气管炎"],
  ["N39.000", "泌尿道感染"],
  ["K05.100", "慢性牙龈炎"],
  ["R51.x00", "头痛"],
  ["Z00.000", "一般性检查"],
];

/** A disease of the outpatient chronic list 门诊慢特病. */
export interface ChronicDisease {
  code: string;
  name: string;
  diagnosis: string;
  /** Share among registrations, in thousandths. */
  share: number;
  /** Visits against the average registered person, in thousandths. */
  visits: number;
  /** Cost of a visit against the average one, in thousandths. */
  cost: number;
}

export const CHRONIC: ChronicDisease[] = [
  { code: "M03900", name: "高血压", diagnosis: "I10.x00", share: 430, visits: 850, cost: 560 },
  { code: "M01600", name: "糖尿病", diagnosis: "E11.900", share: 240, visits: 1000, cost: 760 },
  { code: "M04600", name: "冠心病", diagnosis: "I25.103", share: 110, visits: 900, cost: 800 },
  {
    code: "M04800",
    name: "脑血管病后遗症",
    diagnosis: "I69.300",
    share: 80,
    visits: 900,
    cost: 820,
  },
  {
    code: "M05300",
    name: "慢性阻塞性肺疾病",
    diagnosis: "J44.900",
    share: 60,
    visits: 900,
    cost: 800,
  },
  {
    code: "M00500",
    name: "恶性肿瘤门诊治疗",
    diagnosis: "C80.900",
    share: 40,
    visits: 1500,
    cost: 3600,
  },
  {
    code: "M07800",
    name: "慢性肾功能衰竭",
    diagnosis: "N18.900",
    share: 15,
    visits: 5000,
    cost: 1500,
  },
  {
    code: "M02200",
    name: "严重精神障碍",
    diagnosis: "F20.900",
    share: 25,
    visits: 1100,
    cost: 700,
  },
];
