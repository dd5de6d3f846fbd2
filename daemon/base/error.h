// What went wrong, in words a user may read, and what a caller can do about it.
#pragma once

#include <string>
#include <string_view>

namespace base {

/// Few, because each stands for something the nearest caller does differently.
enum class Cause {
  invalid,      ///< what was given cannot be right; trying again changes nothing
  not_found,    ///< the thing named does not exist
  denied,       ///< a rule or a permission forbids it
  limit,        ///< a named limit was reached
  unavailable,  ///< the other side does not answer now; trying later may help
  cancelled,    ///< we were asked to stop
};

/// A value; copies are independent. The message is a full phrase without a final stop.
struct Error {
  Cause cause = Cause::invalid;
  std::string message;

  /// The same error with the place it happened in put before it: "place: message".
  [[nodiscard]] Error in(std::string_view place) const {
    return {cause, std::string(place) + ": " + message};
  }

  bool operator==(const Error&) const = default;
};

}  // namespace base
