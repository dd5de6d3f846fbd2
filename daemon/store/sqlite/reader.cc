#include "store/sqlite/reader.h"

#include <utility>

#include "store/sqlite/queries.h"

namespace store {
namespace {

class SqliteReader final : public Answering<Reader> {
 public:
  using Answering::Answering;
};

}  // namespace

std::unique_ptr<Reader> make_reader(Database database) {
  return std::make_unique<SqliteReader>(std::move(database));
}

}  // namespace store
