// Settings in words, a line for each thing, so that a corpus case can say what is expected of them.
#pragma once

#include <string>

#include "settings/settings.h"

namespace describe {

[[nodiscard]] std::string settings(const settings::Settings& settings);

}  // namespace describe
