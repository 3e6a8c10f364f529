//! Every integration test of gom, in one program: modules by what they test, support in `support`.

mod support;

mod world;
