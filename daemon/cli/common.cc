#include "cli/common.h"

#include <ostream>

#include "base/text.h"

namespace cli {

int complain(const Terminal& terminal, std::string_view message, Exit code) {
  std::string_view before = "newswatch: ";
  for (const std::string_view line : base::split(message, '\n')) {
    terminal.err << before << base::printable(line) << '\n';
    before = "  ";
  }
  return code;
}

}  // namespace cli
