//! Plain text.

use crate::{Kind, Limits, Source, SourceError, encoding};

pub(crate) fn read(bytes: &[u8], _limits: &Limits) -> Result<Source, SourceError> {
    let decoded = encoding::decode(bytes, None)?;
    Ok(Source {
        kind: Kind::Txt,
        encoding: Some(decoded.encoding.to_owned()),
        text: decoded.text,
        tables: Vec::new(),
        notes: decoded.notes,
    })
}
