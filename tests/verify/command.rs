//! `ecovalue verify` and `ecovalue revisions`: exit codes, and what goes where.
#![cfg(feature = "cli")]

use std::process::Command;

use super::common::Folder;

fn ecovalue(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ecovalue")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn same_is_zero_different_is_one_and_wrong_usage_two() {
    let folder = Folder::new();
    let (run, out) = (folder.path("run.toml"), folder.path("out"));
    let (run, out) = (run.to_str().unwrap(), out.to_str().unwrap());
    assert_eq!(ecovalue(&["run", run, "--out", out]).0, Some(0));
    let (code, said, err) = ecovalue(&["verify", out]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(said.starts_with("same: "), "{said}");
    let (code, said, _) = ecovalue(&["verify", out, "--hashes-only"]);
    assert!(code == Some(0) && said.starts_with("unchanged: "), "{said}");
    folder.edit("statistics.csv", ",5000,万元", ",6000,万元");
    let (code, said, err) = ecovalue(&["verify", out, "--run", run, "--threads", "1"]);
    assert!(code == Some(1) && err.contains("EV-I019"), "{err}");
    assert!(
        said.contains(
            "service tourism, indicator travel_spend, price_basis current, value: recorded 25000000, recomputed 30000000"
        ),
        "{said}"
    );
    let (code, said, _) = ecovalue(&["verify", out, "--lang", "zh"]);
    assert!(code == Some(1) && said.contains("记录值 25000000，重算值 30000000"), "{said}");
    let (code, said, err) = ecovalue(&["verify", folder.path("nowhere").to_str().unwrap()]);
    assert!(code == Some(1) && said.is_empty() && err.contains("EV-I001"), "{err}");
    assert_eq!(ecovalue(&["verify"]).0, Some(2));

    let later = folder.path("later");
    let later = later.to_str().unwrap();
    assert_eq!(ecovalue(&["run", run, "--out", later]).0, Some(0));
    let written = folder.path("revisions");
    let (code, said, err) = ecovalue(&["revisions", out, later, "--out", written.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(said.contains("undivided") && said.contains("inputs not at hand"), "{said}");
    assert!(folder.text("revisions/revisions.csv").starts_with("vintage_from,vintage_to,level,year,"));
    assert_eq!(ecovalue(&["revisions", out]).0, Some(2));
    for command in ["verify", "revisions"] {
        let (code, said, _) = ecovalue(&[command, "--help"]);
        assert!(code == Some(0) && said.contains("Usage: ecovalue"), "{said}");
    }
}
