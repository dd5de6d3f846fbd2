// A value, or the Error that stood in its way. The member names are those of std::expected, which
// replaces tl::expected once every compiler we support has it.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "base/error.h"

namespace base {

template <class Value>
using Result = tl::expected<Value, Error>;

using Status = Result<void>;

/// `return base::fail(Cause::limit, "...")` in any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(Cause cause, std::string message) {
  return tl::unexpected<Error>(Error{cause, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace base
