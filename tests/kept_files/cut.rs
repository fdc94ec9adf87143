//! What a process that was cut has left, with and without something of the user's in it.

use std::fs;

use super::{all, ecovalue, prepared};

const MARK: &str = "ecovalue partial 1: a result that is being written; below are the names of its files\n";
const LOCK: &str = "ecovalue lock 1: a result is being written beside this file\n";

#[test]
fn what_a_cut_run_left_is_taken_up_and_what_was_put_there_is_not() {
    let folder = prepared();
    let run = || ecovalue(&folder, &["run", "run.toml", "--out", "q"]);
    let left = |names: &str| {
        folder.put("q.lock", LOCK.to_owned() + "begun\n");
        folder.put("q.partial/.ecovalue-partial", MARK.to_owned() + names);
        folder.put("q.partial/account.csv", "half a tab");
        folder.put("q.partial/maps/water_retention.tif", "II");
    };
    left("account.csv\nmaps/water_retention.tif\n");
    let (good, said) = run();
    assert!(good && !folder.path("q.partial").exists() && !folder.path("q.lock").exists(), "{said}");
    fs::remove_dir_all(folder.path("q")).unwrap();
    // What the mark does not name was put there by somebody.
    left("account.csv\n");
    folder.put("q.partial/notes.txt", "mine");
    let before = all(&folder.path("q.partial"));
    let (good, said) = run();
    assert!(!good && said.contains("maps/water_retention.tif` and 1 more"), "{said}");
    assert!(all(&folder.path("q.partial")) == before);
    fs::remove_dir_all(folder.path("q.partial")).unwrap();
    assert!(run().0);
}

#[test]
fn what_was_left_between_two_steps_is_taken_up() {
    let folder = prepared();
    let force = || ecovalue(&folder, &["run", "run.toml", "--out", "q", "--force"]);
    let clean = |what: &str| {
        let (good, said) = force();
        assert!(good, "{what}: {said}");
        let left = folder.names().into_iter().filter(|name| name.starts_with("q."));
        assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new(), "{what}");
        assert!(ecovalue(&folder, &["verify", "q"]).0, "{what}");
    };
    let hash = |name: &str| ecovalue::input::files::sha256(&fs::read(folder.path(name)).unwrap());
    // The folder was created, but not marked yet.
    folder.put("q.lock", LOCK.to_owned() + "begun\n");
    fs::create_dir(folder.path("q.partial")).unwrap();
    clean("an empty folder");
    folder.put("q.lock", LOCK.to_owned() + "begun\n");
    folder.put("q.partial/.ecovalue-partial", "");
    clean("a mark without a word");
    // The results changed places, and the old one was not removed yet.
    fs::rename(folder.path("first"), folder.path("q.partial")).unwrap();
    folder.put("q.lock", format!("{LOCK}begun\nrecord {}\n", hash("q.partial/lock.json")));
    fs::remove_file(folder.path("q.partial/account.csv")).unwrap();
    clean("half of the old result");
    // The old one was put aside, and the new one has not its place yet.
    fs::rename(folder.path("q"), folder.path("q.old")).unwrap();
    folder.put("q.lock", format!("{LOCK}begun\nrecord {}\naside q.old\n", hash("q.old/lock.json")));
    clean("the old result aside");
    // A backup of the same result is nobody's leaving, once the notes are settled.
    fs::rename(folder.path("second"), folder.path("q.partial")).unwrap();
    folder.put("q.lock", format!("{LOCK}begun\nrecord {}\nsettled\n", hash("q.partial/lock.json")));
    let before = all(&folder.path("q.partial"));
    let (good, said) = force();
    assert!(!good && said.contains("q.partial"), "{said}");
    assert!(all(&folder.path("q.partial")) == before);
}

#[test]
fn a_result_that_was_not_whole_in_its_place_is_none_and_is_made_again() {
    let folder = prepared();
    fs::create_dir(folder.path("q")).unwrap();
    let before = all(&folder.path("first"));
    let move_to = |name: &str, place: &str| {
        fs::create_dir_all(folder.path(place)).unwrap();
        fs::rename(folder.path(&format!("first/{name}")), folder.path(&format!("{place}/{name}"))).unwrap();
    };
    // All but the record had come to its place.
    let names: Vec<String> = before.keys().map(|name| name.to_str().unwrap().to_owned()).collect();
    let mark = format!("{MARK}{}\n= moving\n", names.join("\n"));
    folder.put("q/.ecovalue-partial/.ecovalue-partial", mark);
    for name in names.iter().filter(|name| *name != "lock.json") {
        move_to(name, "q");
    }
    move_to("lock.json", "q/.ecovalue-partial");
    let (good, said) = ecovalue(&folder, &["verify", "q"]);
    assert!(!good && said.contains("not complete"), "{said}");
    let (good, said) = ecovalue(&folder, &["run", "run.toml", "--out", "q"]);
    assert!(good, "{said}");
    assert!(ecovalue(&folder, &["verify", "q"]).0 && !folder.path("q/.ecovalue-partial").exists());
}
