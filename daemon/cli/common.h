// What every command of the CLI shares: the options that say where things are, where to print, how
// to end.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

namespace cli {

struct Common {
  std::string config;     ///< --config, or empty
  std::string state_dir;  ///< --state-dir, or empty
  std::string socket;     ///< --socket, or empty
  bool json = false;      ///< --json: print what the API says, unchanged
};

/// Where a command prints. Answers go to `out`, everything else to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool colour = false;  ///< `out` is a terminal that knows colours
};

/// How a program ends (design: contracts, Programs).
enum Exit : int {
  done = 0,
  failed = 1,  ///< configuration, start, or nobody to ask
  usage = 2,   ///< what was asked for cannot be, or is not there
  partly = 3,  ///< some feed or delivery failed; everything else was done
};

/// "newswatch: message" on standard error; gives `code` back.
int complain(const Terminal& terminal, std::string_view message, Exit code);

}  // namespace cli
