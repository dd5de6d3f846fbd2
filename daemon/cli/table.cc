#include "cli/table.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "base/text.h"

namespace cli {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t screen = 80;  ///< columns of a terminal nobody has widened

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
  const std::string space(width - std::min(width, base::code_points(cell)), ' ');
  return align == Table::Align::right ? space + cell : cell + space;
}

std::string without_end_space(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

void Table::add(std::vector<std::string> cells, std::vector<std::string> below) {
  for (std::string& cell : cells) {
    cell = base::printable(cell);
  }
  for (std::string& line : below) {
    line = base::shorten(base::printable(line), screen - 4);
  }
  rows_.push_back({std::move(cells), std::move(below)});
}

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  std::vector<std::string> headings;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    headings.emplace_back(columns_[i].heading);
    std::size_t width = columns_[i].heading.size();
    for (const Row& row : rows_) {
      width = std::max(width, base::code_points(row.cells[i]));
    }
    widths.push_back(width);
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += i == 0 ? "" : gap;
      text += padded(cells[i], widths[i], columns_[i].align);
    }
    out << without_end_space(std::move(text)) << '\n';
  };
  line(headings);
  for (const Row& row : rows_) {
    line(row.cells);
    for (const std::string& below : row.below) {
      out << "    " << below << '\n';
    }
  }
}

}  // namespace cli
