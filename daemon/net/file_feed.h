// Reading a feed that is a file of this machine. Private to this room.
#pragma once

#include "net/request.h"

namespace net {

/// Regular files only; never waits on a pipe or device. The validator is the file's time and size.
[[nodiscard]] Response read_file_feed(const Request& request);

}  // namespace net
