//! Two apps over one database, as two server processes are: what one publishes, the other works by.

use luodi_app::accounts::{NewAccount, RoleName};
use luodi_app::units::UnitRow;
use luodi_app::{App, Config, follow};
use std::sync::Arc;
use std::time::Duration;

const YAML: &str = "programme: talks\ntitle: 讲座\nregisters:\n  talk:\n    title: 讲座台账\n    unit: unit\n    day: day\n    fields:\n      \
                    unit: {title: 单位, type: unit, required: true}\n      day: {title: 日期, type: date, required: true}\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_reaches_the_other_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("luodi.db").display().to_string();
    let one = App::open(Config::new(&database)).await.expect("it opens");
    let root = UnitRow { row: 1, code: "70".into(), name: "中州省".into(), level: "省".into(), ..UnitRow::default() };
    one.set_up_units("测试", vec![root]).await.expect("units");
    let new = NewAccount { login: "province".into(), name: "省".into(), unit: "70".into(), role: RoleName::Manager };
    one.set_up_account("测试", new, None).await.expect("an account");

    let other = Arc::new(App::open(Config::new(&database)).await.expect("it opens"));
    tokio::spawn(follow(Arc::downgrade(&other)));
    let caller = one.caller_in_name_of("province", "测试").await.expect("a caller");
    one.save_draft(&caller, "talks", YAML, 0).await.expect("a draft");
    assert!(other.programmes().get("talks").is_err(), "a draft is nobody's work");
    one.publish(&caller, "talks").await.expect("published");

    for _ in 0..150 {
        if other.programmes().get("talks").is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the other process did not see the publication");
}
