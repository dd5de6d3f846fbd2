// Opens a web page in the user's browser.
#pragma once

#include <string>

#include "base/result.h"

namespace agent {

/// By xdg-open, without a shell and without waiting. http and https only; anything else is
/// `denied`.
[[nodiscard]] base::Status open_link(const std::string& link);

}  // namespace agent
