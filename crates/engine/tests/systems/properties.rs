//! Properties of facts in memory under random commands: the fold equals a recount, a command sent twice is one command,
//! and what was filed stays as it was filed.

use crate::world::{World, at, tree};
use jiff::{Timestamp, ToSpan};
use luodi_engine::{Actor, Command, Event, Facts, Filing, Memory, Role};
use luodi_model::RecordId;
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// One random act: what, by which unit, on which day, with which number, of which earlier record.
type Act = (u8, u8, u8, u16, u8);

fn acts() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec((0..12u8, 0..6u8, 0..60u8, 0..400u16, any::<u8>()), 1..60)
}

fn world() -> World {
    let mut units = vec![("P".to_string(), "", "省", "省本级".to_string())];
    units.push(("A".to_string(), "P", "市", "甲市".to_string()));
    units.push(("A1".to_string(), "A", "县", "甲一县".to_string()));
    units.push(("A2".to_string(), "A", "县", "甲二县".to_string()));
    units.push(("B".to_string(), "P", "市", "乙市".to_string()));
    units.push(("B1".to_string(), "B", "县", "乙一县".to_string()));
    let mut world = World::new("01-henan-health-tours", tree(&units));
    world.answer("first_month", json!("2013-09"), "2013-08-01 09:00");
    world.answer("last_month", json!("2013-12"), "2013-08-01 09:00");
    world
}

const UNITS: [&str; 6] = ["P", "A", "A1", "A2", "B", "B1"];

fn command(world: &mut World, ids: &[RecordId], (what, unit, on, number, which): Act) -> Command {
    let programme = world.programme.model.programme.clone();
    let day = jiff::civil::date(2013, 9, 1).saturating_add(i64::from(on).days());
    let unit = UNITS[unit as usize];
    let of = |ids: &[RecordId]| ids.get(which as usize % ids.len().max(1)).copied().unwrap_or(RecordId(uuid::Uuid::nil()));
    let seen = world.memory.record(of(ids)).map_or(1, |r| r.version.saturating_sub(u32::from(what == 9)));
    let fields = |f: serde_json::Value| serde_json::from_value(f).unwrap();
    match what {
        0..=4 => Command::Submit {
            programme,
            register: "tour".into(),
            id: world.id(),
            state: Some(if what == 0 { "planned" } else { "held" }.into()),
            // Now and then an entry that must be refused.
            fields: fields(json!({"unit": unit, "date": day.to_string(), "people": i32::from(number) - 20})),
        },
        5 => Command::Correct { id: of(ids), seen, fields: fields(json!({"people": number})), reason: None },
        6 => Command::Correct { id: of(ids), seen, fields: fields(json!({"unit": unit})), reason: Some("改单位".into()) },
        7 => Command::Correct { id: of(ids), seen, fields: fields(json!({"date": day.to_string()})), reason: None },
        8 => Command::Move { id: of(ids), seen, to: "held".into(), fields: fields(json!({"people": number})), reason: None },
        9 => Command::Move { id: of(ids), seen, to: "cancelled".into(), fields: fields(json!({})), reason: None },
        10 => Command::Mark { id: of(ids), field: if number % 2 == 0 { "organiser_archived" } else { "city_archived" }.into() },
        _ => {
            let first = day.first_of_month();
            Command::File { programme, form: "monthly".into(), unit: world.unit(unit), first, id: world.id() }
        }
    }
}

/// Plays random acts; `each` sees the world after every one, with whether the command was carried out.
fn play(
    acts: Vec<Act>,
    mut each: impl FnMut(&mut World, (&Actor, &Command), Timestamp, bool) -> Result<(), TestCaseError>,
) -> Result<World, TestCaseError> {
    let mut world = world();
    let mut ids: Vec<RecordId> = vec![];
    let begin = at("2013-09-20 08:00");
    for (i, act) in acts.into_iter().enumerate() {
        let now = begin + (i as i64).hours();
        let command = command(&mut world, &ids, act);
        let by = UNITS[(act.4 % 6) as usize];
        let actor = world.actor(if act.3 % 3 == 0 { by } else { "P" }, Role::Clerk);
        let done = world.run(&actor, &command, now).is_ok();
        if let (true, Command::Submit { id, .. }) = (done, &command) {
            ids.push(*id);
        }
        each(&mut world, (&actor, &command), now, done)?;
    }
    Ok(world)
}

fn filings(log: &[(Event, Timestamp)]) -> Vec<Filing> {
    log.iter().filter_map(|(e, _)| if let Event::ReturnFiled(f) = e { Some(f.clone()) } else { None }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_equals_a_recount(acts in acts()) {
        play(acts, |world, _, now, _| {
            prop_assert_eq!(world.memory.cells(), world.memory.recount(now));
            Ok(())
        })?;
    }

    #[test]
    fn the_log_alone_gives_the_same_facts(acts in acts()) {
        let world = play(acts, |_, _, _, _| Ok(()))?;
        let mut again = Memory::new(world.memory.units().clone());
        again.publish(Arc::clone(&world.programme));
        for (event, at) in &world.log {
            // As the log keeps it: through JSON, without what is not stored.
            let kept: Event = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
            again.apply(&kept, *at);
        }
        prop_assert_eq!(again.cells(), world.memory.cells());
        for record in world.memory.all_records() {
            prop_assert_eq!(again.record(record.id), Some(Arc::clone(record)));
        }
    }

    #[test]
    fn a_command_sent_twice_is_one_command(acts in acts()) {
        play(acts, |world, (actor, command), now, done| {
            let before = (world.log.len(), world.memory.cells());
            let again = world.run(actor, command, now + 1.second());
            if done {
                prop_assert_eq!(again, Ok(0), "{:?}", command);
                prop_assert_eq!((world.log.len(), world.memory.cells()), before);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_filed_version_never_changes(acts in acts()) {
        let mut filed: Vec<Filing> = vec![];
        play(acts, |world, _, _, _| {
            for (i, version) in filed.iter().enumerate() {
                let now = world.memory.filings(&version.programme, &version.form, version.unit, version.first);
                let kept = now.iter().find(|f| f.id == version.id);
                prop_assert_eq!(kept.map(|f| f.as_ref()), Some(version), "version {}", i);
            }
            filed = filings(&world.log);
            Ok(())
        })?;
    }
}
