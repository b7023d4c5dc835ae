import { normalize } from "../text.ts";

/**
 * Headers of what must not come in: names, certificates, telephones, addresses, accounts. Platform
 * names (psn_name, certno, tel, addr …) and the words bureaus use.
 */
const PERSONAL =
  /姓名|名字|户主|监护人|联系人|亲属|配偶|身份证|证件|证号|社保卡|社会保障号|社会保障卡|卡号|银行|账号|帐号|电话|手机|联系方式|住址|地址|住所|邮箱|微信|照片|指纹|人脸/;
const PERSONAL_NAMES =
  /^(?:.*_)?(?:psn_name|name_of_psn|patn_name|patient_name|person_name|real_name|full_name|user_name|username|prac_psn_name|dr_name|doctor_name|coner_name|coner|certno|cert_no|psn_cert_type|psn_cert_no|cert_type|id_card|idcard|id_no|idno|identity|ssn|card_no|cardno|bank_acct|bankacct|tel|tel_no|phone|mobile|mob|telephone|addr|address|live_addr|resd_addr|email|name|xm|sfzh|sfz|zjhm|dh|sjh|dz)$/;
/** Names of things, not of persons. */
const THINGS = /机构|项目|目录|药品|病种|手术|科室|疾病|诊断|险种|医院|商品|通用|材料|单位/;

/** Whether a header announces what names or reaches a person. */
export function isPersonal(header: string): boolean {
  const plain = normalize(header);
  if (PERSONAL_NAMES.test(plain)) return true;
  return PERSONAL.test(plain) && !(/名称/.test(plain) && THINGS.test(plain));
}

/** Certificate numbers of 18 and 15 digits, and mobile telephones, for engines without look-around. */
export const PERSONAL_NUMBER =
  "[1-9]\\d{5}(?:18|19|20)\\d{2}(?:0\\d|1[0-2])(?:[0-2]\\d|3[01])\\d{3}[0-9Xx]|[1-9]\\d{7}(?:0\\d|1[0-2])(?:[0-2]\\d|3[01])\\d{3}|1[3-9]\\d{9}";
