// `newswatch check`: is the configuration right? Needs no daemon.
#pragma once

#include "cli/common.h"

namespace cli {

/// Prints all problems, or what would run. With `reference`, prints the page of every key instead.
int check(const Common& common, bool reference, const Terminal& terminal);

}  // namespace cli
