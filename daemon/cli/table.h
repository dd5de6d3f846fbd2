// Rows of text under headings, aligned; the last column may run on. Cells are made printable.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

class Table final {
 public:
  enum class Align { left, right };
  struct Column {
    std::string_view heading;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// As many cells as columns. `below` are lines shown indented under the row.
  void add(std::vector<std::string> cells, std::vector<std::string> below = {});
  void print(std::ostream& out) const;
  [[nodiscard]] bool empty() const { return rows_.empty(); }

 private:
  struct Row {
    std::vector<std::string> cells;
    std::vector<std::string> below;
  };
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace cli
