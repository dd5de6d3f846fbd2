// A daemon's storage work without the daemon, to be killed: makes a store, ingests visit after
// visit, copies it, and reports on standard output what it was told is durable. crash_test.cc kills
// it at every kind of write.
#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

#include "store/one_store.h"

namespace {

constexpr int visits = 12;
constexpr int items_per_visit = 8;

void report(const std::string& line) {
  (void)!write(STDOUT_FILENO, (line + "\n").data(), line.size() + 1);  // the parent counts lines
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    return 2;
  }
  const std::filesystem::path file = argv[1];
  const auto ownership = store::Ownership::take(file);
  auto writer = store::open_writer(file, *ownership).value();
  report("made");
  for (int visit = 0; visit < visits; ++visit) {
    std::vector<std::string> guids;
    for (int item = 0; item < items_per_visit; ++item) {
      guids.push_back(std::to_string(visit) + "-" + std::to_string(item));
    }
    support::ingest(*writer, guids);
    report("visit");
    if (visit == visits / 2) {
      report(writer->backup(file.string() + ".copy") ? "copied" : "failed");
    }
  }
  writer.reset();  // the last one out checkpoints
  return 0;
}
