//! Calls under way, without a runtime: what they need from the world goes out as effects, what comes
//! of it comes in as events. Nothing of JavaScript's ever gets in here, so nothing it does can do
//! harm, and all of this runs natively too.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::output::Object;
use crate::time::Time;

/// What came of an effect: an answer from the network, the end of a pause, a wallet's word.
#[derive(Default)]
pub struct Came {
    /// The HTTP status; 0 where there was no whole answer.
    pub status: u16,
    pub headers: String,
    pub body: String,
}

/// Work that ends in JSON: `"ok":…` or `"error":…`.
pub type Work = Pin<Box<dyn Future<Output = String>>>;

thread_local! {
    static MACHINE: Machine = const { Machine::new() };
}

struct Machine {
    now: Cell<Time>,
    random: Cell<u32>,
    last_id: Cell<u32>,
    /// The task that is being moved on, and whether nobody wants its answer any more.
    current: Cell<(u32, bool)>,
    tasks: RefCell<Vec<Task>>,
    /// What is awaited, by id: it only ever grows at its end, so it is in order.
    slots: RefCell<Vec<Slot>>,
    /// What goes out: members of a JSON array.
    effects: RefCell<String>,
}

struct Task {
    id: u32,
    given_up: bool,
    work: Work,
}

struct Slot {
    id: u32,
    task: u32,
    came: Option<Came>,
    /// Of a task that looks only at what has come.
    waker: Waker,
}

impl Machine {
    const fn new() -> Self {
        Self {
            now: Cell::new(Time(0)),
            random: Cell::new(1),
            last_id: Cell::new(0),
            current: Cell::new((0, false)),
            tasks: RefCell::new(Vec::new()),
            slots: RefCell::new(Vec::new()),
            effects: RefCell::new(String::new()),
        }
    }

    fn new_id(&self) -> u32 {
        self.last_id.set(self.last_id.get().wrapping_add(1));
        self.last_id.get()
    }

    fn put_out(&self, effect: &str) {
        let mut effects = self.effects.borrow_mut();
        let comma = if effects.is_empty() { '[' } else { ',' };
        effects.push(comma);
        effects.push_str(effect);
    }

    fn take(&self, id: u32) -> Option<Task> {
        let mut tasks = self.tasks.borrow_mut();
        let place = tasks.iter().position(|task| task.id == id);
        place.map(|place| tasks.swap_remove(place))
    }

    /// Nothing is borrowed while the work goes on: it begins and ends awaiting as it likes.
    fn move_on(&self, id: u32) {
        let Some(mut task) = self.take(id) else {
            return;
        };
        let outer = self.current.replace((id, task.given_up));
        let mut context = Context::from_waker(Waker::noop());
        match task.work.as_mut().poll(&mut context) {
            Poll::Pending => self.tasks.borrow_mut().push(task),
            Poll::Ready(result) => {
                // What is left of the work may still take effects back.
                drop(task);
                self.put_out(&format!("{{\"done\":{id},{result}}}"));
            }
        }
        self.current.set(outer);
    }

    fn slot_of(&self, id: u32) -> Option<usize> {
        self.slots
            .borrow()
            .binary_search_by_key(&id, |slot| slot.id)
            .ok()
    }
}

/// The moment of an entry from outside, and some chance with it.
pub fn at(now: f64, random: u32) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    let now = Time(now as u64);
    MACHINE.with(|machine| {
        machine.now.set(now);
        machine.random.set(random);
    });
}

pub fn now() -> Time {
    MACHINE.with(|machine| machine.now.get())
}

/// Another number each time, from the one that came in.
pub fn random() -> u32 {
    MACHINE.with(|machine| {
        let next = machine
            .random
            .get()
            .wrapping_mul(747_796_405)
            .wrapping_add(2_891_336_453);
        machine.random.set(next);
        next
    })
}

/// Begins some work, under an id that may be used again when it is done.
pub fn begin(id: u32, work: Work) {
    MACHINE.with(|machine| {
        let given_up = false;
        machine.tasks.borrow_mut().push(Task { id, given_up, work });
        machine.move_on(id);
    });
}

/// Tells a task that nobody wants its answer any more.
pub fn give_up(id: u32) {
    MACHINE.with(|machine| {
        for task in machine.tasks.borrow_mut().iter_mut() {
            task.given_up |= task.id == id;
        }
        machine.move_on(id);
    });
}

/// Whether nobody wants the answer any more of the task that is being moved on.
pub fn is_given_up() -> bool {
    MACHINE.with(|machine| machine.current.get().1)
}

/// Ends a task without an answer.
pub fn drop_task(id: u32) {
    MACHINE.with(|machine| drop(machine.take(id)));
}

/// Something has come that was awaited; what nobody awaits any more is forgotten.
pub fn came(id: u32, came: Came) {
    MACHINE.with(|machine| {
        let Some(place) = machine.slot_of(id) else {
            return;
        };
        let task = machine.slots.borrow_mut().get_mut(place).map(|slot| {
            slot.came = Some(came);
            slot.waker.wake_by_ref();
            slot.task
        });
        if let Some(task) = task {
            machine.move_on(task);
        }
    });
}

/// All that goes out since the last time: a JSON array.
pub fn effects() -> String {
    let mut effects = MACHINE.with(|machine| machine.effects.take());
    effects.push_str(if effects.is_empty() { "[]" } else { "]" });
    effects
}

/// Asks the world for something, and awaits what comes of it. `kind` says what, `effect` the rest.
/// Dropping it takes the effect back.
#[inline(never)]
pub fn awaited(kind: &str, effect: &mut Object) -> Awaited {
    MACHINE.with(|machine| {
        let id = machine.new_id();
        let (task, _) = machine.current.get();
        machine.slots.borrow_mut().push(Slot {
            id,
            task,
            came: None,
            waker: Waker::noop().clone(),
        });
        machine.put_out(&effect.number(kind, Some(id.into())).end());
        Awaited { id }
    })
}

/// Something that was asked for.
pub struct Awaited {
    id: u32,
}

impl Future for Awaited {
    type Output = Came;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Came> {
        MACHINE.with(|machine| {
            let Some(place) = machine.slot_of(self.id) else {
                return Poll::Pending;
            };
            let mut slots = machine.slots.borrow_mut();
            let Some(slot) = slots.get_mut(place) else {
                return Poll::Pending;
            };
            if let Some(came) = slot.came.take() {
                slots.remove(place);
                return Poll::Ready(came);
            }
            slot.waker.clone_from(context.waker());
            Poll::Pending
        })
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        MACHINE.with(|machine| {
            if let Some(place) = machine.slot_of(self.id) {
                machine.slots.borrow_mut().remove(place);
                machine.put_out(&format!("{{\"stop\":{}}}", self.id));
            }
        });
    }
}
