#include "cli/table.h"

#include <sstream>

#include <gtest/gtest.h>

namespace {

TEST(Table, AlignsItsColumns) {
  cli::Table table({{"FEED"}, {"ITEMS", cli::Table::Align::right}, {"LAST"}});
  table.add({"é", "7", "now"});
  table.add({"africa", "1200", ""}, {"404 Not Found"});
  std::ostringstream out;
  table.print(out);
  EXPECT_EQ(out.str(),
            "FEED    ITEMS  LAST\n"
            "é           7  now\n"
            "africa   1200\n"
            "    404 Not Found\n");
}

TEST(Table, MakesForeignTextPrintable) {
  cli::Table table({{"A"}});
  table.add({"x\x1b[2Jy"}, {"a\nb"});
  std::ostringstream out;
  table.print(out);
  EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
}

}  // namespace
