//! Work on parts by several threads, handed over in the order of the parts.
//!
//! A part is begun only when one far enough before it was handed over, so that no more than four parts for each thread
//! are under way or waiting, however large the map. Fewer would leave threads without work while a row of tiles is
//! written.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use crate::error::Findings;
use crate::report::threads::spawn;

/// Parts under way or waiting, for each thread.
pub(super) const IN_FLIGHT: usize = 4;

/// Works on parts and takes what they come to, in order. Every thread makes a worker of its own, with its handles and
/// its room. The first part in order that fails ends the work.
///
/// # Errors
///
/// What making a worker, working or taking finds first, in the order of the parts.
pub(super) fn in_order<W, T: Send>(
    threads: usize,
    parts: Range<usize>,
    worker: impl Fn() -> Result<W, Findings> + Sync,
    work: impl Fn(&mut W, usize) -> Result<T, Findings> + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), Findings>,
) -> Result<(), Findings> {
    if threads <= 1 || parts.len() <= 1 {
        let mut own = worker()?;
        return parts.into_iter().try_for_each(|part| take(part, work(&mut own, part)?));
    }
    if let Some(result) = with_threads(threads, &parts, &worker, &work, &mut take) {
        return result;
    }
    // The system gave no thread at all.
    let mut own = worker()?;
    parts.into_iter().try_for_each(|part| take(part, work(&mut own, part)?))
}

/// The same by threads; nothing where none could be started.
fn with_threads<W, T: Send>(
    threads: usize,
    parts: &Range<usize>,
    worker: &(impl Fn() -> Result<W, Findings> + Sync),
    work: &(impl Fn(&mut W, usize) -> Result<T, Findings> + Sync),
    take: &mut impl FnMut(usize, T) -> Result<(), Findings>,
) -> Option<Result<(), Findings>> {
    let (ticket, tickets) = mpsc::channel::<usize>();
    let (done, results) = mpsc::channel::<(usize, Result<T, Findings>)>();
    let tickets = Mutex::new(tickets);
    let stop = AtomicBool::new(false);
    let next_part = || {
        let part = tickets.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        part.filter(|_| !stop.load(Ordering::Relaxed))
    };
    std::thread::scope(|scope| {
        let mut started = 0_usize;
        for _ in 0..threads.min(parts.len()) {
            let done = done.clone();
            let next_part = &next_part;
            let spawned = spawn(scope, move || {
                let mut own = worker();
                while let Some(part) = next_part() {
                    let result = own.as_mut().map_err(|found| found.clone());
                    let result = result.and_then(|own| work(own, part));
                    if done.send((part, result)).is_err() {
                        break;
                    }
                }
            });
            // Fewer threads than were asked for do the same work.
            if spawned.is_err() {
                break;
            }
            started = started.saturating_add(1);
        }
        drop(done);
        if started == 0 {
            return None;
        }
        // Without tickets the threads come to their end; it is dropped on every way out.
        let ticket = ticket;
        Some(take_in_order(parts, threads.saturating_mul(IN_FLIGHT), &ticket, &results, &stop, take))
    })
}

/// Gives out tickets, so many parts ahead, and takes what comes back in the order of the parts.
fn take_in_order<T>(
    parts: &Range<usize>,
    ahead: usize,
    ticket: &mpsc::Sender<usize>,
    results: &mpsc::Receiver<(usize, Result<T, Findings>)>,
    stop: &AtomicBool,
    take: &mut impl FnMut(usize, T) -> Result<(), Findings>,
) -> Result<(), Findings> {
    let mut waiting = std::collections::BTreeMap::new();
    let mut rest = parts.clone();
    let mut give = || rest.next().is_none_or(|part| ticket.send(part).is_ok());
    for _ in 0..ahead {
        give();
    }
    for part in parts.clone() {
        let result = loop {
            if let Some(result) = waiting.remove(&part) {
                break result;
            }
            // Only a thread that was torn down leaves a part undone, and the scope hands that on.
            let Ok((part, result)) = results.recv() else { return Ok(()) };
            waiting.insert(part, result);
        };
        result.and_then(|result| take(part, result)).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
        give();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};
    use crate::report::threads::refusals;
    use crate::text;

    #[test]
    fn parts_are_taken_in_order_by_any_threads() {
        for threads in [1, 2, 5, 16] {
            let mut taken = Vec::new();
            let work = |(): &mut (), part: usize| Ok(part * part);
            let result = in_order(
                threads,
                3..50,
                || Ok(()),
                work,
                |part, square| {
                    taken.push((part, square));
                    Ok(())
                },
            );
            assert!(result.is_ok());
            assert!(taken.iter().copied().eq((3..50).map(|part| (part, part * part))));
        }
    }

    #[test]
    fn threads_that_are_refused_leave_the_work_to_the_others() {
        for given in [0, 1, 3] {
            refusals::refuse_after(Some(given));
            let mut taken = Vec::new();
            let work = |(): &mut (), part: usize| Ok(part * part);
            let take = |part, square| {
                taken.push((part, square));
                Ok(())
            };
            let result = in_order(8, 3..50, || Ok(()), work, take);
            refusals::refuse_after(None);
            assert!(result.is_ok());
            assert!(taken.iter().copied().eq((3..50).map(|part| (part, part * part))), "{given}");
        }
    }

    #[test]
    fn the_first_fault_in_order_is_told() {
        let fault = |part: usize| {
            Findings::from(Error::new(Code::Raster, text!("part {0}", "第 {0} 部分", part), text!("", "")))
        };
        for threads in [1, 2, 8] {
            let work = |(): &mut (), part: usize| if part % 10 == 7 { Err(fault(part)) } else { Ok(()) };
            let found = in_order(threads, 0..100, || Ok(()), work, |_, ()| Ok(())).unwrap_err();
            assert!(found.to_string().contains("part 7"), "{found}");
            let opened = || Err::<(), _>(fault(0));
            assert!(in_order(threads, 0..9, opened, work, |_, ()| Ok(())).is_err());
            let taken = |part: usize, ()| if part == 5 { Err(fault(5)) } else { Ok(()) };
            let found = in_order(threads, 0..100, || Ok(()), work, taken).unwrap_err();
            assert!(found.to_string().contains("part 5"), "{found}");
        }
    }
}
