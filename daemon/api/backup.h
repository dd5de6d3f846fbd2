// A copy of the database to be sent: made beside it under a name of our own, and already unlinked,
// so that it vanishes with the descriptor. The API takes no paths from outside. Private to the
// room.
#pragma once

#include "api/control.h"
#include "base/fd.h"
#include "base/result.h"

namespace api {

/// An open, readable, unlinked file with the whole copy.
[[nodiscard]] base::Result<base::Fd> make_copy(Control& control);

}  // namespace api
