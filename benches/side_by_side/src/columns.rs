//! Columns as files of little-endian numbers, which every contender reads alike.

use std::io::{BufWriter, Write};
use std::path::Path;

/// A number that can stand in a file.
pub trait Number: Copy {
    type Bytes: AsRef<[u8]> + AsMut<[u8]> + Default + for<'b> TryFrom<&'b [u8]>;
    fn to_bytes(self) -> Self::Bytes;
    fn from_bytes(bytes: Self::Bytes) -> Self;
}

macro_rules! number {
    ($($type:ty)*) => {$(
        impl Number for $type {
            type Bytes = [u8; size_of::<$type>()];
            fn to_bytes(self) -> Self::Bytes {
                self.to_le_bytes()
            }
            fn from_bytes(bytes: Self::Bytes) -> Self {
                Self::from_le_bytes(bytes)
            }
        }
    )*};
}

number!(u8 u32 i32 i64 f64);

pub fn write<N: Number>(path: &Path, column: impl Iterator<Item = N>) {
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    for number in column {
        file.write_all(number.to_bytes().as_ref()).unwrap();
    }
    file.flush().unwrap();
}

pub fn read<N: Number>(path: &Path) -> Vec<N> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let each = bytes.chunks_exact(size_of::<N::Bytes>());
    each.map(|bytes| {
        let bytes = N::Bytes::try_from(bytes);
        N::from_bytes(bytes.unwrap_or_else(|_| unreachable!("chunks have the size of a number")))
    })
    .collect()
}
