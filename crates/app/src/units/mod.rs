//! Units (单位): what a caller sees of the tree, and how it is loaded.

mod import;
mod load;
mod national;
mod query;

pub use import::{RowProblem, UnitImport, UnitRow};
pub use load::rows_of;
pub use national::{Divisions, DivisionsImport, DivisionsView, LevelCount, Province};
pub use query::{UnitFilter, UnitItem, UnitList, UnitName, UnitView};
