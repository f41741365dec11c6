// Writes crates/language/src/working_days/table.rs from the npm package chinese-days (MIT), which collects the yearly notices of
// the State Council on holidays (国务院办公厅关于节假日安排的通知).
//   npm pack chinese-days && tar xzf chinese-days-*.tgz
//   node scripts/working-days.mjs package/dist/chinese-days.json > crates/language/src/working_days/table.rs
import { readFileSync } from "node:fs";

const { holidays, workdays } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const weekend = (day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
const number = (day) => day.replaceAll("-", "");
const list = (name, doc, days) => {
  const lines = [];
  for (let i = 0; i < days.length; i += 12) lines.push(`    ${days.slice(i, i + 12).join(", ")},`);
  return `/// ${doc}\npub(super) const ${name}: [u32; ${days.length}] = [\n${lines.join("\n")}\n];\n`;
};
const years = [...new Set(Object.keys(holidays).map((day) => Number(day.slice(0, 4))))].sort();
const free = Object.keys(holidays).filter((day) => !weekend(day)).map(number).sort();
const worked = Object.keys(workdays).filter(weekend).map(number).sort();

console.log(`//! Made by scripts/working-days.mjs; not edited by hand. Days as the number yyyymmdd, in order.

/// First and last year whose notice is in the table.
pub(super) const YEARS: (i16, i16) = (${years[0]}, ${years.at(-1)});
`);
console.log(list("FREE", "Mondays to Fridays that are free.", free));
process.stdout.write(list("WORKED", "Saturdays and Sundays that are worked.", worked));
