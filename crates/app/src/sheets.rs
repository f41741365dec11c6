//! Pages as sheets: the same figures in an office's table.

use crate::view::Figure;
use crate::view::records::{RecordList, RecordView};
use crate::view::returns::{ColumnHead, CompiledPage, ReturnPage};
use crate::view::tables::TablePage;
use crate::view::words::FieldTypeName;
use luodi_engine::figure_from_json;
use luodi_model::Value;
use luodi_report::{Cell, HeadCell, Sheet};

fn figure(json: &Figure) -> Cell {
    Cell::figure(&figure_from_json(json))
}

fn heads(columns: &[ColumnHead]) -> Vec<HeadCell> {
    let head = |c: &ColumnHead| match &c.measured_in {
        Some(unit) => HeadCell::new(format!("{}（{unit}）", c.title)),
        None => HeadCell::new(c.title.clone()),
    };
    columns.iter().map(head).collect()
}

/// One unit's return.
pub fn of_return(page: &ReturnPage) -> Sheet {
    let version = page.version.map_or("未报送的当前数".to_string(), |v| format!("第{v}版"));
    let mut header = vec![HeadCell::new("单位"), HeadCell::new("级别")];
    header.extend(heads(&page.columns));
    let row = |unit: &crate::view::UnitRef, cells: &[Figure]| {
        let mut row = vec![Cell::text(&unit.name), Cell::text(&unit.level)];
        row.extend(cells.iter().map(figure));
        row
    };
    let mut total = vec![Cell::text("合计"), Cell::Blank];
    total.extend(page.total.iter().map(figure));
    Sheet {
        name: page.period_title.clone(),
        title: page.title.clone(),
        subtitle: (format!("填报单位：{}", page.unit.name), format!("{} {version}", page.period_title)),
        header: vec![header],
        rows: page.rows.iter().map(|r| row(&r.unit, &r.cells)).collect(),
        total: Some(total),
        notes: vec![],
        frozen_columns: 1,
        widths: vec![],
    }
}

/// The receiver's table: blanks where nothing was filed, and on how many units each sum rests.
pub fn of_compiled(page: &CompiledPage) -> Sheet {
    let mut first = vec![HeadCell::tall("单位", 2), HeadCell::wide("报送", 2)];
    first.push(HeadCell::wide(page.period_title.clone(), page.columns.len().max(1) as u16));
    let mut second = vec![HeadCell::new("情况"), HeadCell::new("版本")];
    second.extend(heads(&page.columns));
    let rows = page.rows.iter().map(|r| {
        let state = match r.days_late {
            Some(days) if r.version.is_some() => format!("迟报{days}天"),
            Some(days) => format!("未报，已迟{days}天"),
            _ if r.zero => "零报告".to_string(),
            _ if r.version.is_some() => "已报".to_string(),
            _ => "未报".to_string(),
        };
        let mut row = vec![Cell::text(&r.unit.name), Cell::text(state)];
        row.push(r.version.map_or(Cell::Blank, |v| Cell::text(format!("第{v}版"))));
        row.extend(r.cells.iter().map(|c| if r.version.is_none() { Cell::Blank } else { figure(c) }));
        row
    });
    let c = &page.coverage;
    let partial = c.filed < c.expected;
    let mut total = vec![Cell::text(page.total_title.clone()), Cell::Blank];
    total.push(Cell::text(format!("{}/{}", c.filed, c.expected)));
    total.extend(page.total.iter().map(|t| figure(&t.value)));
    let mut notes = vec![format!("{}个单位中{}个已报（零报告{}个），{}个未报。", c.expected, c.filed, c.zero, c.missing.len())];
    if partial {
        let names: Vec<&str> = c.missing.iter().map(|u| u.name.as_str()).collect();
        notes.push(format!("未报：{}。合计只含已报单位。", names.join("、")));
    }
    Sheet {
        name: page.period_title.clone(),
        title: format!("{}（汇总）", page.title),
        subtitle: (format!("汇总单位：{}", page.unit.name), page.period_title.clone()),
        header: vec![first, second],
        rows: rows.collect(),
        total: Some(total),
        notes,
        frozen_columns: 1,
        widths: vec![],
    }
}

/// A table of plan against actual. A figure and its plan stand in one cell ("3/4" means 3 of 4).
pub fn of_table(page: &TablePage) -> Sheet {
    let cell = |c: &crate::view::tables::CellView| {
        if c.blank {
            return Cell::Blank;
        }
        match &c.plan {
            Some(plan) => Cell::Said {
                text: format!("{}/{}", figure_from_json(&c.value), figure_from_json(plan)),
                reason: Some("完成/任务".to_string()),
            },
            None => figure(&c.value),
        }
    };
    let name = |c: &Option<crate::view::UnitRef>| c.as_ref().map_or("合计".to_string(), |u| u.name.clone());
    let mut sheet = Sheet {
        name: page.title.clone(),
        title: page.title.clone(),
        subtitle: (String::new(), "完成/任务".to_string()),
        frozen_columns: 1,
        ..Sheet::default()
    };
    if page.units_across {
        let mut header = vec![HeadCell::new("单位")];
        header.extend(page.columns.iter().map(|c| HeadCell::new(name(c))));
        sheet.header = vec![header];
        let row = |r: &crate::view::tables::TableRowView| {
            std::iter::once(Cell::text(&r.title)).chain(r.cells.iter().map(cell)).collect()
        };
        sheet.rows = page.rows.iter().map(row).collect();
    } else {
        let mut header = vec![HeadCell::new("单位")];
        header.extend(page.rows.iter().map(|r| HeadCell::new(r.title.clone())));
        sheet.header = vec![header];
        for (i, column) in page.columns.iter().enumerate() {
            let cells = page.rows.iter().map(|r| r.cells.get(i).map_or(Cell::Blank, cell));
            sheet.rows.push(std::iter::once(Cell::text(name(column))).chain(cells).collect());
        }
    }
    sheet
}

/// Records as a sheet, in the columns of the register, the state first.
pub fn of_records(title: &str, list: &RecordList) -> Sheet {
    let mut header = vec![HeadCell::new("状态")];
    header.extend(list.columns.iter().map(|c| HeadCell::new(c.title.clone())));
    let row = |r: &RecordView| {
        let cells = list.columns.iter().map(|c| record_cell(r, &c.name, c.type_));
        std::iter::once(Cell::text(&r.state_title)).chain(cells).collect()
    };
    Sheet {
        name: title.to_string(),
        header: vec![header],
        rows: list.items.iter().map(row).collect(),
        frozen_columns: 1,
        ..Sheet::default()
    }
}

fn record_cell(record: &RecordView, name: &str, type_: FieldTypeName) -> Cell {
    if type_ == FieldTypeName::Mark {
        return record.marks.get(name).map_or(Cell::Blank, |m| {
            let day = m.at.parse().map(|t: jiff::Timestamp| luodi_model::beijing(t).date().to_string());
            Cell::text(day.unwrap_or_else(|_| m.at.clone()))
        });
    }
    if let Some(label) = record.labels.get(name) {
        return Cell::text(label);
    }
    match record.fields.get(name) {
        None | Some(Figure::Null) => Cell::Blank,
        Some(json)
            if matches!(type_, FieldTypeName::Whole | FieldTypeName::Decimal | FieldTypeName::Money | FieldTypeName::Percent) =>
        {
            figure(json)
        }
        Some(Figure::Bool(b)) => Cell::text(Value::Bool(*b).to_string()),
        Some(Figure::Array(items)) => {
            let words: Vec<String> = items.iter().map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_string)).collect();
            Cell::text(words.join("、"))
        }
        Some(Figure::String(s)) => Cell::text(s),
        Some(other) => match luodi_model::Unknown::from_json(other) {
            Some(unknown) => Cell::figure(&Value::Unknown(unknown)),
            None => Cell::text(other.to_string()),
        },
    }
}
