//! One run: people act, messages travel badly, the process answers or dies, and everything is checked.

use crate::client::{Client, Desk};
use crate::dice::Dice;
use crate::journal::Journal;
use crate::server::{Server, fnv};
use crate::{Broken, Report, Setup, invariants};
use jiff::{Timestamp, ToSpan};
use luodi_engine::{Actor, Command, Context, Refusal, Role, given_rows};
use luodi_model::{UserId, beijing_midnight};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How often a person presses the button again before giving up.
const ATTEMPTS_MAX: u32 = 6;
/// Everything is checked after so many deliveries, beside what each one touched.
const FULL_CHECK_EVERY: u64 = 24;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Happening {
    /// A person thinks of something to do.
    Act { client: usize },
    /// A message arrives at the process.
    Deliver { sent: usize },
    /// An answer arrives at the person.
    Answer { sent: usize, outcome: usize },
    /// No answer for an hour: the same message goes out again.
    Resend { sent: usize },
}

struct Sent {
    client: usize,
    command: Command,
    attempts: u32,
    /// Events that its deliveries stored, together.
    stored: usize,
    /// What the person was told, if anything.
    answered: Option<Result<(), String>>,
}

struct Run<'a> {
    setup: &'a Setup,
    dice: Dice,
    server: Server,
    journal: Journal,
    clients: Vec<Client>,
    sent: Vec<Sent>,
    /// What the process answered to each delivery: done, or the code of the refusal.
    outcomes: Vec<Result<(), String>>,
    queue: BinaryHeap<Reverse<(Timestamp, u64, Happening)>>,
    sequence: u64,
    report: Report,
}

/// Runs a seed to its end.
///
/// # Errors
/// [`Broken`] names the seed, the step and the invariant that didn't hold.
pub fn simulate(seed: u64, setup: &Setup) -> Result<Report, Broken> {
    let mut run = Run {
        setup,
        dice: Dice::new(seed),
        server: Server::new(setup),
        journal: Journal::default(),
        clients: vec![],
        sent: vec![],
        outcomes: vec![],
        queue: BinaryHeap::new(),
        sequence: 0,
        report: Report { seed, ..Report::default() },
    };
    let begin = beijing_midnight(setup.from).unwrap_or(Timestamp::MIN);
    let broken = |step: u64, at: Timestamp, what: String| Broken { seed, step, at, what };
    run.begin(begin).map_err(|what| broken(0, begin, what))?;
    let mut last = begin;
    while let Some(Reverse((at, _, happening))) = run.queue.pop() {
        last = at;
        let step = run.report.delivered;
        run.step(happening, at).map_err(|what| broken(step, at, what))?;
    }
    run.end(last).map_err(|what| broken(run.report.delivered, last, what))?;
    Ok(run.report)
}

impl Run<'_> {
    /// Answers the asks, hires the people and spreads their acts over the days.
    fn begin(&mut self, begin: Timestamp) -> Result<(), String> {
        let tree = &self.setup.units;
        let Some(root) = tree.all().first() else { return Err("there are no units".to_string()) };
        let manager = Actor { user: UserId(0), name: "管理员".to_string(), unit: root.id, role: Role::Manager, device: None };
        for (ask, value) in &self.setup.answers {
            let programme = self.setup.programme.model.programme.clone();
            let command = Command::Answer { programme, ask: ask.clone(), value: value.clone() };
            let events = self.server.decide(&manager, &command, begin).map_err(|r| format!("ask {ask}: {r}"))?;
            self.server.store(&events, begin)?;
        }
        self.give(&manager, begin)?;
        for number in 0..self.setup.clients {
            // One at the root, two at the same unit, the others anywhere.
            let at = if number == 0 { 0 } else { self.dice.below(tree.len() as u64) };
            let unit = if number == 2 { self.clients[1].actor.unit } else { tree.at(at as u32).id };
            self.clients.push(Client::new(number, unit));
        }
        let days = i64::from((self.setup.to - self.setup.from).get_days()).max(0);
        for _ in 0..self.setup.acts {
            let at = begin + (self.dice.between(0, days) * 24).hours() + self.dice.between(0, 24 * 60 - 1).minutes();
            let client = self.dice.below(self.clients.len() as u64) as usize;
            self.plan(at, Happening::Act { client });
        }
        Ok(())
    }

    /// Stores the records that come with the programme, twice: the second time nothing may happen.
    fn give(&mut self, manager: &Actor, begin: Timestamp) -> Result<(), String> {
        let ctx = Context::new(&self.setup.programme, &self.server.memory, begin);
        let rows = given_rows(&ctx).map_err(|problems| format!("given records: {problems:?}"))?;
        for (row, again) in rows.iter().map(|r| (r, false)).chain(rows.iter().map(|r| (r, true))) {
            let command = Command::Give { programme: self.setup.programme.model.programme.clone(), row: row.clone() };
            let events = self.server.decide(manager, &command, begin).map_err(|r| format!("given {:?}: {r}", row.fields))?;
            if again && !events.is_empty() {
                return Err(format!("a given record was stored twice: {:?}", row.fields));
            }
            for event in &events {
                self.journal.note((manager, &command), (&self.setup.programme.model, &self.setup.units), event, begin)?;
            }
            self.server.store(&events, begin)?;
        }
        Ok(())
    }

    fn plan(&mut self, at: Timestamp, happening: Happening) {
        self.sequence += 1;
        self.queue.push(Reverse((at, self.sequence, happening)));
    }

    fn step(&mut self, happening: Happening, now: Timestamp) -> Result<(), String> {
        match happening {
            Happening::Act { client } => self.act(client, now),
            Happening::Deliver { sent } => return self.deliver(sent, now),
            Happening::Answer { sent, outcome } => return self.answer(sent, outcome),
            Happening::Resend { sent } if self.sent[sent].answered.is_none() => {
                if self.sent[sent].attempts < ATTEMPTS_MAX {
                    self.send(sent, now);
                } else {
                    self.report.unanswered += 1;
                }
            }
            Happening::Resend { .. } => {}
        }
        Ok(())
    }

    fn act(&mut self, client: usize, now: Timestamp) {
        self.report.acts += 1;
        let person = &mut self.clients[client];
        if !self.dice.chance(self.setup.faults.stale_views) {
            person.look(&self.server.memory);
        }
        let desk = Desk { programme: &self.setup.programme, memory: &self.server.memory, faults: &self.setup.faults, now };
        let Some(command) = person.think(&desk, &mut self.dice) else { return };
        self.sent.push(Sent { client, command, attempts: 0, stored: 0, answered: None });
        self.send(self.sent.len() - 1, now);
    }

    /// A message goes out: it may be lost, doubled, delayed by hours.
    fn send(&mut self, sent: usize, now: Timestamp) {
        self.sent[sent].attempts += 1;
        let faults = self.setup.faults;
        if self.dice.chance(faults.lost_requests) {
            self.report.lost_requests += 1;
        } else {
            let at = self.travel(now);
            self.plan(at, Happening::Deliver { sent });
        }
        if self.dice.chance(faults.duplicates) {
            self.report.duplicates += 1;
            let at = self.travel(now) + self.dice.between(0, 72).hours();
            self.plan(at, Happening::Deliver { sent });
        }
        self.plan(now + 1.hour(), Happening::Resend { sent });
    }

    fn travel(&mut self, now: Timestamp) -> Timestamp {
        let mut at = now + self.dice.between(50, 900).milliseconds();
        if self.dice.chance(self.setup.faults.delays) {
            self.report.delayed += 1;
            at += self.dice.between(1, 30 * 60).minutes();
        }
        at
    }

    fn deliver(&mut self, sent: usize, now: Timestamp) -> Result<(), String> {
        self.report.delivered += 1;
        let dies = self.dice.chance(self.setup.faults.kills).then(|| self.dice.chance(50));
        if dies == Some(true) {
            return self.kill(now); // Before anything was stored: the message is gone with the process.
        }
        let actor = self.clients[self.sent[sent].client].actor.clone();
        let command = self.sent[sent].command.clone();
        let decided = self.server.decide(&actor, &command, now);
        let outcome = decided.as_ref().map(|_| ()).map_err(code);
        match decided {
            Ok(events) => self.store(sent, &actor, &events, now)?,
            Err(_) => self.nothing_changed(&command)?,
        }
        self.server.digest = fnv(self.server.digest, format!("{outcome:?}").as_bytes());
        if self.report.delivered.is_multiple_of(FULL_CHECK_EVERY) {
            self.check_everything(now)?;
        }
        if dies == Some(false) {
            return self.kill(now); // Stored, and dead before it could answer.
        }
        if self.dice.chance(self.setup.faults.lost_replies) {
            self.report.lost_replies += 1;
            return Ok(());
        }
        let at = self.travel(now);
        self.outcomes.push(outcome);
        self.plan(at, Happening::Answer { sent, outcome: self.outcomes.len() - 1 });
        Ok(())
    }

    fn store(&mut self, sent: usize, actor: &Actor, events: &[luodi_engine::Event], now: Timestamp) -> Result<(), String> {
        for event in events {
            let world = (&self.setup.programme.model, &self.setup.units);
            self.journal.note((actor, &self.sent[sent].command), world, event, now)?;
        }
        self.server.store(events, now)?;
        for event in events {
            invariants::touched_cells(&self.server, event, now)?;
            invariants::fixed_fields(&self.server, event)?;
            self.report.checks += 1;
        }
        self.sent[sent].stored += events.len();
        if self.sent[sent].stored > 1 {
            return Err(format!("one command was carried out {} times: {:?}", self.sent[sent].stored, self.sent[sent].command));
        }
        Ok(())
    }

    /// A refused command leaves nothing behind: deciding changes nothing, and nothing of it is there.
    fn nothing_changed(&self, command: &Command) -> Result<(), String> {
        if let Command::Submit { id, .. } = command {
            let there = luodi_engine::Facts::record(&self.server.memory, *id).is_some();
            if there != self.journal.versions.contains_key(id) {
                return Err(format!("a refused record {id} is there"));
            }
        }
        Ok(())
    }

    fn kill(&mut self, now: Timestamp) -> Result<(), String> {
        self.report.kills += 1;
        let stored = self.server.stored();
        self.server.restart()?;
        if self.server.stored() != stored {
            return Err("the log changed while the process was down".to_string());
        }
        self.check_everything(now)
    }

    fn check_everything(&mut self, now: Timestamp) -> Result<(), String> {
        self.report.checks += 1;
        invariants::everything(&self.server, &mut self.journal, now)
    }

    /// The person is told. What is acknowledged is stored, once.
    fn answer(&mut self, sent: usize, outcome: usize) -> Result<(), String> {
        if self.sent[sent].answered.is_some() {
            return Ok(());
        }
        let outcome = self.outcomes[outcome].clone();
        match &outcome {
            Ok(()) => {
                self.report.acknowledged += 1;
                self.is_stored(sent)?;
            }
            Err(code) => *self.report.refused.entry(code.clone()).or_default() += 1,
        }
        self.sent[sent].answered = Some(outcome);
        Ok(())
    }

    fn is_stored(&self, sent: usize) -> Result<(), String> {
        let stored = match &self.sent[sent].command {
            Command::Submit { id, .. } => self.journal.versions.contains_key(id),
            Command::File { id, .. } => self.journal.has_filing(*id),
            _ => true,
        };
        if stored { Ok(()) } else { Err(format!("acknowledged and not stored: {:?}", self.sent[sent].command)) }
    }

    fn end(&mut self, now: Timestamp) -> Result<(), String> {
        self.kill(now)?;
        for (at, sent) in self.sent.iter().enumerate() {
            match &sent.answered {
                Some(Ok(())) => self.is_stored(at)?,
                Some(Err(_)) if sent.stored > 0 => self.report.stored_after_refusal += 1,
                _ => {}
            }
        }
        self.report.records = self.journal.versions.len() as u64;
        self.report.changes = self.journal.changes;
        self.report.filings = self.journal.filings;
        self.report.zero_reports = self.journal.zero_reports();
        self.report.late = self.journal.late.len() as u64;
        self.report.digest = self.server.digest;
        Ok(())
    }
}

fn code(refusal: &Refusal) -> String {
    let json = serde_json::to_value(refusal).unwrap_or_default();
    json.get("code").and_then(|c| c.as_str()).unwrap_or("unknown").to_string()
}
