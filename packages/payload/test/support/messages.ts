import { create, createFileRegistry } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobufjs from "protobufjs";

/** `shop.Order` as protobuf-es knows it: what `protoc-gen-es` would write of the file below. */
export function orderSchema() {
  const [STRING, INT64, BYTES, MESSAGE, INT32] = [9, 3, 12, 11, 5];
  const [ONE, MANY] = [1, 3];
  const file = {
    name: "shop.proto",
    package: "shop",
    syntax: "proto3",
    messageType: [
      {
        name: "Order",
        field: [
          { name: "id", number: 1, type: STRING, label: ONE },
          { name: "cents", number: 2, type: INT64, label: ONE },
          { name: "photo", number: 3, type: BYTES, label: ONE },
          { name: "lines", number: 4, type: MESSAGE, label: MANY, typeName: ".shop.Line" },
        ],
      },
      {
        name: "Line",
        field: [
          { name: "sku", number: 1, type: STRING, label: ONE },
          { name: "count", number: 2, type: INT32, label: ONE },
        ],
      },
    ],
  };
  const schema = createFileRegistry(create(FileDescriptorSetSchema, { file: [file] })).getMessage("shop.Order");
  if (schema === undefined) throw new Error("shop.Order is missing");
  return schema;
}

/** The same as protobufjs knows it. */
export const orderType = () =>
  protobufjs
    .parse(`
      syntax = "proto3";
      package shop;
      message Line { string sku = 1; int32 count = 2; }
      message Order { string id = 1; int64 cents = 2; bytes photo = 3; repeated Line lines = 4; }
    `)
    .root.lookupType("shop.Order");
