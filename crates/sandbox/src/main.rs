//! The sandbox behind an HTTP server: `cargo run -p satline-sandbox -- --port 8787`.

mod server;
use server::options::Options;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match Options::read(std::env::args().skip(1)) {
        Ok(Some(options)) => server::run(options).await,
        Ok(None) => {
            println!("{}", Options::HELP);
            Ok(())
        }
        Err(sentence) => Err(sentence),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
