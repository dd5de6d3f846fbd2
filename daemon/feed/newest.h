// Which items of a document that has too many are kept. Private to the room.
#pragma once

#include "feed/parse.h"

namespace feed {

/// Keeps the newest `most` in document order and counts the others. An item without a date counts
/// as old as the one before it; where no item has a date, the first are the newest, as feeds are
/// written.
void keep_newest(Document& document, std::size_t most);

}  // namespace feed
